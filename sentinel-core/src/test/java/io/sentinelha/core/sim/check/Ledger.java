package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Dataset;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Observer;
import io.sentinelha.core.sim.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The account of every write: who took it, whether the client heard so, whether it is still there
 * at the end, and if not, why.
 */
public final class Ledger implements Observer {

  /** Why an acknowledged write is gone. */
  public enum Cause {
    /** The primary died, or was taken for dead, before a replica that was promoted had it. */
    ASYNCHRONOUS,
    /** A primary took it after another had been promoted in its place. */
    SPLIT_BRAIN,
    /** A primary came back without its data before anybody had replaced it. */
    EMPTY_START,
    /** A primary came back with an old file before anybody had replaced it. */
    OLD_FILE,
    /** None of these: an error of the simulation, or a way to lose data nobody thought of. */
    UNEXPLAINED
  }

  /** A promotion and what the promoted node held then; a stray one replaces nobody. */
  private record Turn(DataServer node, long at, boolean stray, BitSet held) {
    boolean has(int write) {
      return held.get(write);
    }
  }

  /** A node's loss of data. */
  private record Loss(DataServer node, boolean primary, long at, Discard why, BitSet had) {}

  private record Configuration(String group, long epoch, Endpoint address) {}

  private final Set<Configuration> configurations = new HashSet<>();
  private final World world;
  private DataServer[] takers = new DataServer[256];
  private long[] takenAt = new long[256];
  private boolean[] known = new boolean[256];
  private final List<Turn> turns = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private int acknowledged;

  public Ledger(World world) {
    this.world = world;
  }

  @Override
  public void accepted(int write, DataServer by) {
    if (write >= takers.length) {
      int size = Math.max(2 * takers.length, write + 1);
      takers = Arrays.copyOf(takers, size);
      takenAt = Arrays.copyOf(takenAt, size);
      known = Arrays.copyOf(known, size);
    }
    takers[write] = by;
    takenAt[write] = world.scheduler.now();
  }

  @Override
  public void acknowledged(int write) {
    known[write] = true;
    acknowledged++;
  }

  @Override
  public void promoted(DataServer node) {
    add(node, node.strays());
  }

  private void add(DataServer node, boolean stray) {
    turns.add(new Turn(node, world.scheduler.now(), stray, writesOf(node.data())));
  }

  /** A former primary may become the primary as it is, without an order that reaches it. */
  @Override
  public void saved(Member who, DurableState before, DurableState after) {
    for (DurableState.Primary p : after.primaries()) {
      Configuration made = new Configuration(p.name(), p.configEpoch().value(), p.address());
      if (p.configEpoch().value() > 0 && configurations.add(made)) {
        world.server(p.address()).ifPresent(node -> add(node, false));
      }
    }
  }

  @Override
  public void replaced(DataServer node, Dataset before, Discard why) {
    losses.add(new Loss(node, node.isPrimary(), world.scheduler.now(), why, writesOf(before)));
  }

  private BitSet writesOf(Dataset data) {
    BitSet writes = new BitSet(world.writes() + 1);
    data.mark(writes);
    return writes;
  }

  public int acknowledged() {
    return acknowledged;
  }

  /** An acknowledged write that is gone. */
  public record Lost(int write, DataServer takenBy, long at, Cause cause) {}

  /** Compares everything that was acknowledged with what the last primaries hold. */
  public List<Lost> close() {
    List<Lost> lost = new ArrayList<>();
    for (String group : world.groups()) {
      Optional<DataServer> last =
          world.dataOf(group).stream().filter(DataServer::isPrimary).findFirst();
      BitSet kept = last.map(node -> writesOf(node.data())).orElseGet(BitSet::new);
      for (int write = 1; write < known.length; write++) {
        boolean gone = known[write] && !kept.get(write);
        if (gone && takers[write].group.equals(group)) {
          lost.add(new Lost(write, takers[write], takenAt[write], causeOf(write)));
        }
      }
    }
    return lost;
  }

  private Cause causeOf(int write) {
    DataServer taker = takers[write];
    long at = takenAt[write];
    Optional<Turn> lacking =
        turns.stream()
            .filter(t -> t.node.group.equals(taker.group) && !t.has(write))
            .filter(t -> t.node != taker || t.at > at) // It may have lost it as a replica.
            .filter(t -> t.at <= at ? isStillIn(t, at) : true)
            .findFirst();
    Optional<Loss> restart =
        losses.stream()
            .filter(l -> l.node.group.equals(taker.group) && l.primary)
            .filter(l -> l.at >= at && l.why != Discard.RESYNC)
            .filter(l -> l.had.get(write))
            .findFirst();
    if (restart.isPresent() && (lacking.isEmpty() || restart.get().at < lacking.get().at)) {
      return restart.get().why == Discard.OLD_FILE ? Cause.OLD_FILE : Cause.EMPTY_START;
    }
    return lacking
        .map(t -> t.at <= at ? Cause.SPLIT_BRAIN : Cause.ASYNCHRONOUS)
        .orElse(Cause.UNEXPLAINED);
  }

  /** Whether the taker had been replaced by this turn when it took a write. */
  private boolean isStillIn(Turn turn, long at) {
    return turns.stream()
        .filter(t -> t.node.group.equals(turn.node.group))
        .filter(t -> !t.stray)
        .noneMatch(t -> t.at > turn.at && t.at <= at && t.node != turn.node);
  }
}
