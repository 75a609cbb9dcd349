# Each target runs the command that its help text names.
.DEFAULT_GOAL := help
.PHONY: help build fmt check test it run sim explore mutations demo diff bench-failover bench-server \
	bench-save bench-replication bench-full-sync fuzz damage kills group-kills \
	docs clean

MVN ?= mvn -B
ROUNDS ?= 10
COMMANDS ?= 5000000
FRAMES ?= 10000000
DAMAGES ?= 20000
KILLS ?= 100
STATE ?= /tmp/sentinel-ha

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

sim: ## simulated worlds: SEEDS=n (default 1000) in a row, or SEED=n alone with its transcript
	bin/sim $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),1000))

explore: ## fresh worlds, then fresh commands against redis-server; SECONDS_EACH (default 600) of either
	bin/sim --seeds 1 --random-for $(or $(SECONDS_EACH),600)
	bin/diff --seconds $(or $(SECONDS_EACH),600) --seed random

mutations: ## the table of deliberate faults in the rules, and how many seeds find each
	bin/sim --mutations

demo: ## one failover on this machine, with figures
	bin/sentinel demo

diff: ## the bundled server against redis-server: COMMANDS (default 5000000) generated ones from SEED
	bin/diff --commands $(COMMANDS) --seed $(or $(SEED),1)

bench-failover: ## failover times side by side with redis-sentinel; ROUNDS (default 10)
	bin/bench failover --rounds $(ROUNDS)

bench-server: ## speed and memory of the bundled server side by side with redis-server
	bin/bench server

bench-save: ## what a BGSAVE costs writers, side by side with redis-server
	bin/bench save

bench-replication: ## throughput with two replicas, their lag, and sync-replicas, side by side with redis-server
	bin/bench replication

bench-full-sync: ## what a full sync takes and costs writers, side by side with redis-server
	bin/bench full-sync

damage: ## damaged dumps, payloads and append-only files; DAMAGES (default 20000) times ten dumps, SEED
	$(MVN) -q test -pl replication-server -am -Dtest=DamageTest -Ddamage.rounds=$(DAMAGES) -Ddamage.seed=$(or $(SEED),1) -Dsurefire.failIfNoSpecifiedTests=false

kills: ## the bundled server killed KILLS (default 100) times under load, SEED (default 1)
	$(MVN) -q test -pl replication-server -am -Dtest=KillTest -Dkill.rounds=$(KILLS) -Dkill.seed=$(or $(SEED),1) -Dsurefire.failIfNoSpecifiedTests=false

group-kills: ## supervised groups: FAILOVERS (20) of each kind, SYNC_KILLS (10), REBORN (50) empty masters
	$(MVN) package -pl it-tests -am -Dtest='io.sentinelha.it.bundled.**' -Dfailovers=$(or $(FAILOVERS),20) -Dsync.kills=$(or $(SYNC_KILLS),10) -Dreborn.masters=$(or $(REBORN),50) -Dsurefire.failIfNoSpecifiedTests=false

fuzz: ## nonsense for the bundled server; FRAMES (default 10000000), SEED (default 1)
	$(MVN) -q test -pl replication-server -am -Dtest=FuzzTest -Dfuzz.frames=$(FRAMES) -Dfuzz.seed=$(or $(SEED),1) -Dsurefire.failIfNoSpecifiedTests=false

docs: ## write the tables of docs/directives.md anew from the code
	$(MVN) -q test -pl sentinel-core -am -Dtest=DirectivesPageTest -Ddocs.update=true -Dsurefire.failIfNoSpecifiedTests=false

clean: ## remove what was built
	$(MVN) -q clean
