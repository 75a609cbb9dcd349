package io.sentinelha.resp.command;

import java.util.Optional;

/**
 * What HELLO tells of the server.
 *
 * @param server its kind; clients expect {@code redis}
 * @param version three numbers with dots; clients take it apart: {@code 7.2.4}
 * @param mode {@code sentinel}, {@code standalone} or {@code cluster}
 * @param role {@code master} or {@code replica}; a sentinel tells none
 */
public record ServerIdentity(String server, String version, String mode, Optional<String> role) {}
