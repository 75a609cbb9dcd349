package io.sentinelha.resp.server;

/** Why a new connection was turned away. */
public enum RejectReason {
  MAX_CLIENTS,
  PROTECTED_MODE
}
