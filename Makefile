# Each target prints the command that it wraps.
.PHONY: help build fmt check test it run demo bench-failover clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## compile everything and make the runnable jar, without tests
	mvn -B -q package -DskipTests

fmt: ## format the sources
	mvn -B -q spotless:apply

check: ## format check, static analysis and architecture rules, without integration tests
	mvn -B verify -pl '!it-tests'

test: ## everything, as in CI
	bin/test

it: ## integration tests alone
	mvn -B verify -pl it-tests -am -DskipUnitTests

run: ## a supervisor with the sample configuration
	bin/sentinel run deploy/sentinel.conf --state-dir /tmp/sentinel-ha

demo: ## one failover on this machine
	bin/sentinel demo

bench-failover: ## failover time side by side with redis-sentinel
	bin/bench failover --rounds 10

clean: ## remove what was built
	mvn -B -q clean
