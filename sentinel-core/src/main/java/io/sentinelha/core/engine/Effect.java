package io.sentinelha.core.engine;

import java.util.Map;

/** What the shell must do. It does so in order, without waiting for the outcome. */
public sealed interface Effect {

  /**
   * Open a connection. Answered by {@code ChannelOpened} or {@code ChannelClosed}.
   *
   * @param timeoutMillis how long to wait for it; at least 1
   */
  record Open(
      LinkId link,
      ChannelKind kind,
      long attempt,
      Endpoint address,
      Audience audience,
      Credentials credentials,
      Map<String, String> renamedCommands,
      int timeoutMillis)
      implements Effect {}

  /** Who is at the other end: peers may be logged in to with our own password. */
  enum Audience {
    DATA_NODE,
    PEER
  }

  /** Close a connection if it is still the one of this attempt. Not answered. */
  record Close(LinkId link, ChannelKind kind, long attempt) implements Effect {}

  /**
   * Send a request on a command channel, behind those sent before.
   *
   * @param renamedCommands what the other end calls the commands
   */
  record Send(LinkId link, long attempt, Request request, Map<String, String> renamedCommands)
      implements Effect {}

  /**
   * Make this state durable; a later version contains all earlier ones, so an older one that still
   * waits may be skipped. Answered by {@code Saved} or {@code SaveFailed}.
   */
  record Save(long version, DurableState state) implements Effect {}

  /** Answer a command. */
  record Answer(long requestId, Reply reply) implements Effect {}

  /** Tell the world: on the event channel of that name, and in the log. */
  record Announce(Notice notice) implements Effect {}

  /**
   * Remember this account of a failover, in place of an earlier one of the same attempt. It is for
   * people to read and promises nothing, so nothing waits for it.
   */
  record Chronicle(Account account) implements Effect {}

  /** End the process with this status, as {@code SENTINEL SIMULATE-FAILURE} asked. */
  record Exit(int status) implements Effect {}
}
