# Each target runs the command that its help text names.
.DEFAULT_GOAL := help
.PHONY: help build fmt check test it run demo bench-failover docs clean

MVN ?= mvn -B
ROUNDS ?= 10
STATE ?= /tmp/sentinel-ha

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## compile everything and make sentinel-cli/target/sentinel.jar, without tests
	$(MVN) package -DskipTests

fmt: ## format the sources (google-java-format; needs JDK 17 to 24)
	$(MVN) -q spotless:apply

check: ## format check, static analysis and all tests but the integration tests
	$(MVN) verify -pl '!it-tests'

test: ## install what the tests need, then build and test everything, as in CI
	bin/test

it: ## the integration tests alone, with real redis-server and redis-sentinel processes
	$(MVN) package -pl it-tests -am -Dtest='io.sentinelha.it.**' -Dsurefire.failIfNoSpecifiedTests=false

run: ## a supervisor with deploy/sentinel.conf; its state in STATE (default /tmp/sentinel-ha)
	mkdir -p $(STATE)
	bin/sentinel run --state-dir $(STATE) deploy/sentinel.conf

demo: ## one failover on this machine, with figures
	bin/sentinel demo

bench-failover: ## failover times side by side with redis-sentinel; ROUNDS (default 10)
	bin/bench failover --rounds $(ROUNDS)

docs: ## write the tables of docs/directives.md anew from the code
	$(MVN) -q test -pl sentinel-core -am -Dtest=DirectivesPageTest -Ddocs.update=true -Dsurefire.failIfNoSpecifiedTests=false

clean: ## remove what was built
	$(MVN) -q clean
