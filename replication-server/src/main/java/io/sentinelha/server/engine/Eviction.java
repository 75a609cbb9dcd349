package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.server.store.Items;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps memory below maxmemory: before a command runs, keys that can best be spared among some that
 * were looked at by chance are deleted, a bounded time long; what is left to do is done between
 * commands.
 *
 * @see "docs/adr/0030"
 */
public final class Eviction {

  private static final CommandError OOM =
      CommandError.of("OOM command not allowed when used memory > 'maxmemory'.");
  private static final byte[] DEL = "DEL".getBytes(ISO_8859_1);
  private static final byte[] UNLINK = "UNLINK".getBytes(ISO_8859_1);

  /** Keys that are deleted before the clock is looked at. */
  private static final int KEYS_PER_LOOK = 16;

  private final Engine engine;
  private final Memory memory;
  private final SplittableRandom random;
  private final EvictionPool pool = new EvictionPool();
  private final LongSetting most;
  private final TextSetting policyName;
  private final LongSetting samples;
  private final LongSetting tenacity;
  private final BoolSetting lazy;
  private final BoolSetting notOnReplica;
  private final AccessClock frequencies;
  private EvictionPolicy policy = EvictionPolicy.NOEVICTION;
  private boolean scheduled;
  private int nextDb;

  Eviction(Engine engine, Memory memory, Registry registry) {
    this.engine = engine;
    this.memory = memory;
    this.random = new SplittableRandom(engine.random().nextLong());
    most = registry.setting(LongSetting.memory("maxmemory", 0, 0, Long.MAX_VALUE));
    policyName =
        registry.setting(
            TextSetting.oneOf(
                "maxmemory-policy",
                policy.word(),
                Arrays.stream(EvictionPolicy.values())
                    .map(EvictionPolicy::word)
                    .toArray(String[]::new)));
    samples = registry.setting(LongSetting.of("maxmemory-samples", 5, 1, Integer.MAX_VALUE));
    tenacity = registry.setting(LongSetting.of("maxmemory-eviction-tenacity", 10, 0, 100));
    LongSetting factor =
        registry.setting(LongSetting.of("lfu-log-factor", 10, 0, Integer.MAX_VALUE));
    LongSetting decay = registry.setting(LongSetting.of("lfu-decay-time", 1, 0, Integer.MAX_VALUE));
    lazy = registry.setting(new BoolSetting("lazyfree-lazy-eviction", false));
    BoolSetting lazyExpiry = registry.setting(new BoolSetting("lazyfree-lazy-expire", false));
    lazyExpiry.onChange(() -> registry.engine().keys().lazyExpiry(lazyExpiry.value()));
    notOnReplica = new BoolSetting("replica-ignore-maxmemory", true);
    notOnReplica.alias("slave-ignore-maxmemory");
    registry.setting(notOnReplica);
    frequencies = new FrequencyClock(random, factor, decay);
    policyName.onChange(this::policyChanged);
    Guard.Switch limit = registry.guard(Guard.Place.MEMORY, this::check);
    most.onChange(
        () -> {
          limit.set(most.value() > 0);
          goOnLater();
        });
  }

  private void policyChanged() {
    policy = EvictionPolicy.named(policyName.value());
    engine.accessClock(policy.countsUses() ? frequencies : AccessClock.seconds());
    pool.clear();
  }

  /** In bytes; 0 for no limit. */
  public long limit() {
    return most.value();
  }

  public EvictionPolicy policy() {
    return policy;
  }

  private @Nullable CommandError check(Client client, Command command, Args args) {
    if (most.value() == 0 || makeRoom()) {
      return null;
    }
    return growsMemory(client, command) ? OOM : null;
  }

  private static boolean growsMemory(Client client, Command command) {
    if (command.has(CommandFlag.DENYOOM)) {
      return true;
    }
    if (client.queue == null) {
      return false;
    }
    if (command.name().equals("exec")) {
      return client.queue.stream().anyMatch(q -> q.command().has(CommandFlag.DENYOOM));
    }
    return !Executor.isControl(command); // A queue of commands takes memory, too.
  }

  private boolean isExempt() {
    return engine.pause().isActive() || (engine.isReplica() && notOnReplica.value());
  }

  private boolean isShort() {
    long limit = most.value();
    return limit > 0 && memory.used() > limit;
  }

  /**
   * Deletes keys until memory is below the limit or the time is over.
   *
   * @return false if memory is short and there is nothing that may be deleted
   */
  private boolean makeRoom() {
    if (isExempt() || !isShort()) {
      return true;
    }
    if (policy == EvictionPolicy.NOEVICTION) {
      return false;
    }
    long start = engine.clock().nanos();
    long budget = budgetNanos();
    boolean found = true;
    for (int count = 1; found && isShort(); count++) {
      found = evictOne();
      if (count % KEYS_PER_LOOK == 0 && engine.clock().nanos() - start > budget) {
        goOnLater();
        break;
      }
    }
    engine.observed().latency().add("eviction-cycle", engine.clock().nanos() - start);
    return found || !isShort();
  }

  /** As Redis: 50 microseconds per step up to ten, then 15 percent more with each. */
  private long budgetNanos() {
    long steps = tenacity.value();
    if (steps <= 10) {
      return 50_000 * steps;
    }
    return steps < 100 ? (long) (500_000 * Math.pow(1.15, steps - 10.0)) : Long.MAX_VALUE;
  }

  private void goOnLater() {
    if (!scheduled && !isExempt() && isShort() && policy != EvictionPolicy.NOEVICTION) {
      scheduled = true;
      engine
          .scheduler()
          .after(
              1,
              () -> {
                scheduled = false;
                engine.updateTime();
                makeRoom();
              });
    }
  }

  private boolean evictOne() {
    return policy.isRandom() ? evictAny() : evictBest();
  }

  private boolean evictAny() {
    for (int i = 0; i < engine.databases().size(); i++) {
      nextDb = (nextDb + 1) % engine.databases().size();
      Database db = engine.databases().get(nextDb);
      Object item = pick(db);
      if (item != null) {
        return evict(db, Items.key(item));
      }
    }
    return false;
  }

  private @Nullable Object pick(Database db) {
    return policy.onlyExpiring() ? db.keys().randomExpiring(random) : db.keys().random(random);
  }

  private boolean evictBest() {
    while (true) {
      boolean any = false;
      for (Database db : engine.databases()) {
        any |= sample(db);
      }
      if (!any) {
        pool.clear();
        return false;
      }
      for (EvictionPool.Candidate best = pool.best(); best != null; best = pool.best()) {
        if (evict(best.db(), best.key().toArray())) {
          return true;
        }
      }
    }
  }

  private boolean sample(Database db) {
    if ((policy.onlyExpiring() ? db.keys().expiring() : db.keys().size()) == 0) {
      return false;
    }
    for (int i = 0; i < samples.value(); i++) {
      Object item = pick(db);
      if (item == null) {
        return false;
      }
      pool.offer(policy.score(item, engine.accessClock(), engine.now()), db, item);
    }
    return true;
  }

  private boolean evict(Database db, byte[] key) {
    Object item = db.find(key);
    if (item == null || (policy.onlyExpiring() && Items.expireAt(item) == Items.NEVER)) {
      return false; // A candidate of before, gone or changed since.
    }
    engine.keys().remove(db, item, key);
    engine.stats().evicted++;
    engine.notifications().send(NotificationClass.EVICTED, "evicted", key, db);
    engine.propagator().also(db.index(), lazy.value() ? UNLINK : DEL, key);
    engine.propagator().flush();
    return true;
  }
}
