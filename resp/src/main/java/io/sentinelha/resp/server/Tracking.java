package io.sentinelha.resp.server;

import java.util.List;

/**
 * What a client said with CLIENT TRACKING and CLIENT CACHING. The connection only remembers it; to
 * invalidate keys is the business of whoever has any.
 *
 * @param on whether keys are tracked at all
 * @param choice whether keys count only when, or unless, CLIENT CACHING said so
 * @param broadcast whether prefixes count instead of keys that were read
 * @param noLoop whether the client's own changes are left out
 * @param redirect id of the connection that hears of invalidations, 0 for this one
 * @param prefixes for broadcast; empty means all keys
 * @param caching what CLIENT CACHING said about the next command
 */
public record Tracking(
    boolean on,
    Choice choice,
    boolean broadcast,
    boolean noLoop,
    long redirect,
    List<String> prefixes,
    Caching caching) {

  /** Which keys count. */
  public enum Choice {
    ALL,
    OPTIN,
    OPTOUT
  }

  /** What was said about the next command. */
  public enum Caching {
    UNSAID,
    YES,
    NO
  }

  /** How every connection begins. */
  public static final Tracking OFF =
      new Tracking(false, Choice.ALL, false, false, 0, List.of(), Caching.UNSAID);

  public Tracking {
    prefixes = List.copyOf(prefixes);
  }

  /** The same with something else said about the next command. */
  public Tracking withCaching(Caching said) {
    return new Tracking(on, choice, broadcast, noLoop, redirect, prefixes, said);
  }
}
