# The bot's image and the certificate of the authority that signs your database's, for sslmode=verify-full. RDS is signed
# by an authority of its own, which no program trusts by itself. Fetch its bundle for your Region into an empty folder:
#
#   curl --fail --output authority.pem https://truststore.pki.rds.amazonaws.com/eu-west-3/eu-west-3-bundle.pem
#   docker build --build-arg QUOTIDIAN=quotidian:0.1.0 --file deploy/ecs/with-authority.Dockerfile --tag quotidian:0.1.0-rds FOLDER
#
# and write ?sslmode=verify-full&sslrootcert=/authority.pem into the database's address.
ARG QUOTIDIAN=quotidian:0.1.0
FROM ${QUOTIDIAN}
COPY --chmod=0444 authority.pem /authority.pem
# What the bot's image says already, said again where a reader looks for it.
USER 65532:65532
