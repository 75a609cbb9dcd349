package io.sentinelha.core.engine;

/**
 * The lineage of a node's data: which stream of writes it holds, how far, and which stream that one
 * continues.
 *
 * @param id names the stream; every promotion and every full restart begins a new one
 * @param previousId the stream that this one continues; empty or all zeros when none
 * @param offset bytes of the stream that the node holds
 * @param forkedAt up to which offset both streams are the same; -1 when there is no previous one
 */
public record History(String id, String previousId, long offset, long forkedAt) {

  /** How another node's data relates to this one's. */
  public enum Kinship {
    /** The same stream: offsets can be compared. */
    SAME,
    /** A prefix of this stream, from before its fork. */
    PRIOR,
    /** Something else, or a stream that went on after the fork. */
    FOREIGN
  }

  /** How {@code other} relates to this history. */
  public Kinship kinshipOf(History other) {
    if (other.id.equals(id)) {
      return Kinship.SAME;
    }
    boolean isPrefix = other.id.equals(previousId) && other.offset <= forkedAt;
    return isPrefix ? Kinship.PRIOR : Kinship.FOREIGN;
  }
}
