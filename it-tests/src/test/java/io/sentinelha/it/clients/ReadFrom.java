package io.sentinelha.it.clients;

/** Where a client is told to read. */
enum ReadFrom {
  PRIMARY,
  REPLICAS
}
