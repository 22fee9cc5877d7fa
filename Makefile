# Every target does its own set-up on a machine that has a JDK 17 (and Maven, or the wrapper here).
# Without make, and on Windows: README, "Building".

MVN ?= $(shell command -v mvn >/dev/null 2>&1 && echo mvn || echo ./mvnw)
JAVA ?= $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)
SYSTEM ?= $(if $(filter Darwin,$(shell uname -s)),macos,linux)

client := desktop-client/target/tunnelfun.jar
reaper := headless-reaper/target/tunnelfun-reaper.jar
sources := pom.xml $(shell find desktop-client headless-reaper -name target -prune -o \
	\( -path '*/src/main/*' -type f -o -name pom.xml \) -print)

.DEFAULT_GOAL := help
.PHONY: help build test demo run bench packages jdk

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

build: $(client) ## build both jars, without tests

test: jdk ## set up the tools that are missing, build, run all tests
	sh .ci/tools
	$(MVN) -B --fail-at-end verify

demo: $(client) ## a tunnel breaks and comes back before your eyes (a minute, no root)
	@sh .ci/tools sshd
	@PATH="$$PATH:$(CURDIR)/target/tools/bin" $(JAVA) -jar $(client) demo --reaper $(reaper)

run: $(client) ## start the tray app
	$(JAVA) -jar $(client)

bench: $(client) ## reaper, data path, tray app and outages, against others (root; hours)
	sh .ci/tools sshd bench screen
	python3 headless-reaper/src/bench/scale
	python3 desktop-client/src/bench/datapath
	sh desktop-client/src/bench/ui/run
	python3 desktop-client/src/bench/faults $(ARGS)

packages: ## build the installers of this system
	sh installers/$(SYSTEM)/build

$(client): $(sources) | jdk
	$(MVN) -q -B -DskipTests package
	@touch $(client) $(reaper)

jdk:
	@command -v $(JAVA)c >/dev/null || { \
		echo "A JDK 17 or newer is missing; Debian: sudo apt-get install openjdk-17-jdk-headless" >&2; exit 69; }
