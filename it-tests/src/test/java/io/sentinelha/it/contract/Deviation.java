package io.sentinelha.it.contract;

import java.util.List;

/**
 * A request that we answer otherwise on purpose.
 *
 * @param request one or more inline requests, in RESP2
 * @param answer how our answer to them begins, masked
 * @param reason why
 * @param undo what sets both sides back to where they were
 */
record Deviation(String request, String answer, String reason, List<String> undo) {

  private static final String LATER = "Redis has it since 7.2";
  private static final String OVERFLOW =
      "a number of more than 32 bits overflows in redis-sentinel, or is another one after a"
          + " restart";
  private static final String NAME =
      "under such a name redis-sentinel is not found by its peers, or does not start again";
  private static final String CONTROL =
      "Redis refuses control characters since 8.6; before, they break its file";
  private static final String OWN = "an option of our own";
  private static final String OWN_COMMAND = "a command of our own";
  private static final String VALKEY = "Valkey's words, served too";
  private static final String WORDS = "our own words, for people";

  static Deviation of(String request, String answer, String reason, String... undo) {
    return new Deviation(request, answer, reason, List.of(undo));
  }

  /** All of them; those of hellos and votes stand with their tests. */
  static final List<Deviation> ALL =
      List.of(
          of(
              "sentinel config get *",
              "*14|$17|resolve-hostnames|$2|no|$18|announce-hostnames|$2|no|$11|announce-ip|",
              LATER),
          of("sentinel config get announce-ip announce-port", "*4|$11|announce-ip|", LATER),
          of("sentinel config get a b", "*0|", LATER),
          of("sentinel config set loglevel x", "-ERR Invalid value 'x' to SENTINEL", LATER),
          of("sentinel config set LOGLEVEL Notice", "+OK|", LATER),
          of(
              "sentinel config set announce-port 0 announce-port 0",
              "-ERR Duplicate argument 'announce-port' to SENTINEL CONFIG SET|",
              LATER),
          of("sentinel config set announce-port 0 x", "-ERR Missing argument 'x' value|", LATER),
          of("sentinel config set announce-port 0 announce-ip 127.0.0.1", "+OK|", LATER),
          of(
              "sentinel config set sentinel-pass secret\r\nsentinel config get sentinel-pass",
              "+OK|*2|$13|sentinel-pass|$6|******|",
              "a password is not shown",
              "sentinel config set sentinel-pass ''"),
          of(
              "sentinel config set announce-ip 256.1.1.1",
              "-ERR Invalid value '256.1.1.1' to SENTINEL CONFIG SET 'announce-ip'|",
              "nobody could reach it",
              "sentinel config set announce-ip 127.0.0.1"),
          of(
              "sentinel config set announce-hostnames yes",
              "-ERR host names are not supported yet: 'announce-hostnames' must be no|",
              "not supported yet",
              "sentinel config set announce-hostnames no"),
          of(
              "sentinel config set resolve-hostnames yes",
              "-ERR host names are not supported yet: 'resolve-hostnames' must be no|",
              "not supported yet",
              "sentinel config set resolve-hostnames no"),
          of(
              "sentinel monitor m2 127.0.0.1 0 99999999999",
              "-ERR Invalid quorum|",
              OVERFLOW,
              "sentinel remove m2"),
          of(
              "sentinel set mymaster quorum 99999999999",
              "-ERR Invalid argument '99999999999' for SENTINEL SET 'quorum'|",
              OVERFLOW,
              "sentinel set mymaster quorum 2"),
          of(
              "sentinel set mymaster parallel-syncs 99999999999",
              "-ERR Invalid argument '99999999999' for SENTINEL SET 'parallel-syncs'|",
              OVERFLOW,
              "sentinel set mymaster parallel-syncs 1"),
          of(
              "sentinel set mymaster down-after-milliseconds 4294967296",
              "-ERR Invalid argument '4294967296' for SENTINEL SET 'down-after-milliseconds'|",
              OVERFLOW,
              "sentinel set mymaster down-after-milliseconds 5000"),
          of(
              "sentinel monitor a,b 127.0.0.1 0 1",
              "-ERR Invalid master name: it contains a comma|",
              NAME,
              "sentinel remove a,b"),
          of(
              "sentinel monitor '' 127.0.0.1 0 1",
              "-ERR Invalid master name: it is empty|",
              NAME,
              "sentinel remove ''"),
          of(
              "sentinel monitor \"a\\xffb\" 127.0.0.1 0 1",
              "-ERR Invalid master name: it is not UTF-8|",
              "names are text here",
              "sentinel remove \"a\\xffb\""),
          of(
              "sentinel monitor \"a\\x01b\" 127.0.0.1 0 1",
              "-ERR Invalid master name: it contains a control character|",
              CONTROL,
              "sentinel remove \"a\\x01b\""),
          of(
              "sentinel set mymaster auth-user \"a\\nb\"",
              "-ERR Control characters are not allowed for SENTINEL SET 'auth-user'|",
              CONTROL,
              "sentinel set mymaster auth-user ''"),
          of(
              "sentinel set mymaster quorum \"1\\n\"",
              "-ERR Control characters are not allowed for SENTINEL SET 'quorum'|",
              CONTROL),
          of(
              "sentinel monitor m2 127.1 0 1",
              "-ERR Invalid IP address or hostname specified|",
              "an address is written in full",
              "sentinel remove m2"),
          of("sentinel set mymaster primary-reboot-down-after-period 0", "+OK|", VALKEY),
          of("sentinel primaries", "*1|*40|$4|name|$8|mymaster|", VALKEY),
          of("sentinel primary mymaster", "*40|$4|name|$8|mymaster|", VALKEY),
          of("sentinel get-primary-addr-by-name mymaster", "*2|$9|127.0.0.1|", VALKEY),
          of("sentinel is-primary-down-by-addr 127.0.0.1 1 0 *", "*3|:0|$1|*|:0|", VALKEY),
          of("sentinel whatif mymaster", "*32|$4|name|$8|mymaster|", OWN_COMMAND),
          of("sentinel set mymaster min-replicas-to-write 0", "+OK|", OWN),
          of("sentinel set mymaster min-replicas-max-lag 10", "+OK|", OWN),
          of("sentinel set mymaster connection-refused-down-after-milliseconds 0", "+OK|", OWN),
          of("sentinel help", "*47|+SENTINEL <subcommand> [<arg> [value] [opt] ...].", WORDS),
          of("sentinel history mymaster", "*0|", OWN_COMMAND),
          of("sentinel history nosuch", "-ERR No such master with that name|", OWN_COMMAND),
          of("sentinel explain mymaster", "$-1|", OWN_COMMAND),
          of("command docs sentinel|masters", "*2|$16|sentinel|masters|*8|$7|summary|", WORDS),
          of("quit", "+OK|<end>", "health checks and old clients end with it"),
          of("command count", ":16|", "QUIT is one more"));
}
