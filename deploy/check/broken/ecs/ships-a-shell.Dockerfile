# caught by: from-scratch
ARG RUST=docker.io/library/rust:1.95.0-bookworm
FROM ${RUST} AS build
WORKDIR /build
ARG PROFILE=release
ENV RUSTFLAGS="-C target-feature=+crt-static"
COPY Cargo.toml Cargo.lock ./
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    mkdir src \
    && touch src/lib.rs \
    && echo 'fn main() {}' > src/main.rs \
    && cargo build --locked --profile "${PROFILE}" --bin quotidian --target "$(uname -m)-unknown-linux-gnu"
COPY build.rs config.example.toml ./
COPY locales locales
COPY migrations migrations
COPY questions questions
COPY src src
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    touch src/lib.rs src/main.rs \
    && cargo build --locked --profile "${PROFILE}" --bin quotidian --target "$(uname -m)-unknown-linux-gnu" \
    && mkdir -p /image/owned/data \
    && chmod 0700 /image/owned/data \
    && install -m 0555 "target/$(uname -m)-unknown-linux-gnu/${PROFILE}/quotidian" /image/quotidian
FROM docker.io/library/debian:bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Quotidian" \
      org.opencontainers.image.description="Asks a study group one good question a day and helps it keep answering" \
      org.opencontainers.image.licenses="(MIT OR Apache-2.0) AND CC-BY-SA-4.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /image/quotidian /quotidian
COPY --from=build --chown=65532:65532 /image/owned/ /
USER 65532:65532
WORKDIR /data
VOLUME /data
ENV QUOTIDIAN_DATABASE_URL=sqlite:///data/quotidian.db \
    QUOTIDIAN_LOG_FORMAT=json
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/quotidian", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/quotidian"]
CMD ["run"]
