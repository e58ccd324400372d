# `make` lists what can be made. CONTRIBUTING.md says when to use which.

DENY_VERSION := 0.20.2
# A folder per version: a new number installs anew, an old one costs nothing.
DENY := .tools/cargo-deny-$(DENY_VERSION)/bin/cargo-deny
CYCLONEDX_VERSION := 0.5.9
CYCLONEDX := .tools/cargo-cyclonedx-$(CYCLONEDX_VERSION)/bin/cargo-cyclonedx

.DEFAULT_GOAL := help
.PHONY: help demo test check advisories sbom pin fmt bench nine answers commits

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The dev profile on purpose. On a cold machine nearly all of the wait is compiling the dependencies, which
# a release build would optimise first; and `make test` finds these very builds again.
demo: ## See the bot at work in a browser: no account, no token (ARGS="--port 9000")
	cargo run --locked -- demo $(ARGS)

# Plain `cargo test`, not --all-targets: that one leaves out the examples in the documentation. What runs the bot comes
# after it: most changes are to the code, which the image's check compiles once more, and it takes longest of all.
test: ## Install what the tests need and the machine lacks, run every test, and check all of deploy/
	scripts/install-test-tools
	cargo test --locked
	deploy/check/all

check: $(DENY) ## Everything a review takes for granted: format, lints, documentation, dependencies
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps
	$(DENY) --locked check bans licenses sources

# Not part of `make check`: what is found here was published elsewhere, not written in the change under review.
advisories: $(DENY) ## Ask the RustSec database what is known about the dependencies; needs github.com
	@scripts/advisories $(DENY)

# For one platform, since the others' dependencies are not in the image; x86-64 and ARM have the same ones.
sbom: $(CYCLONEDX) ## List what the program is made of, in target/quotidian.cdx.json
	@mkdir -p target
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(CYCLONEDX) cyclonedx --format json --spec-version 1.5 --no-build-deps \
		--target x86_64-unknown-linux-gnu --override-filename quotidian.cdx --quiet
	@mv quotidian.cdx.json target/quotidian.cdx.json

pin: ## Ask the registries which bytes the images' bases are today, before a release; writes deploy/bases.lock
	scripts/pin

fmt: ## Format the code
	cargo fmt

bench: ## Measure start, memory and replies on this machine, with the release build
	cargo bench --locked --bench first_figures

# Ten minutes and more, since nobody may send faster; `make nine ARGS=1000` for a taste.
nine: ## Let ten thousand communities be due at nine o'clock, with Discord's limits on (ARGS="1000" for fewer)
	cargo bench --locked --bench nine_oclock -- $(ARGS)

answers: ## Measure the store from 10,000 to 1,000,000 answers, on SQLite and on PostgreSQL
	cargo bench --locked --bench answers

commits: ## Measure how many answers are kept each second, beside the bare commits of the same database
	cargo bench --locked --bench commits

$(DENY):
	cargo install cargo-deny --locked --version $(DENY_VERSION) --root .tools/cargo-deny-$(DENY_VERSION)

$(CYCLONEDX):
	cargo install cargo-cyclonedx --locked --version $(CYCLONEDX_VERSION) --root .tools/cargo-cyclonedx-$(CYCLONEDX_VERSION)
