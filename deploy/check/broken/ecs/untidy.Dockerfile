# caught by: DL3020
FROM docker.io/library/debian:bookworm-slim
ADD quotidian /quotidian
USER 65532:65532
