package io.sentinelha.server.engine;

import io.sentinelha.server.store.SipHash;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The databases that are served, by number; there are none before the start. */
public final class Databases implements Iterable<Database> {

  private final Engine engine;
  private final SipHash hash;
  private final LongSetting count = LongSetting.of("databases", 16, 1, Integer.MAX_VALUE);
  private List<Database> served = List.of();

  Databases(Engine engine, RandomGenerator random) {
    this.engine = engine;
    this.hash = SipHash.seeded(random);
  }

  void register(Registry registry) {
    registry.setting(count.fixed());
  }

  /** Makes them, once the settings have been read. */
  void open() {
    served = aside();
  }

  /** As many empty ones beside those that are served, for {@link #replace}. */
  public List<Database> aside() {
    List<Database> fresh = new ArrayList<>();
    for (int i = 0; i < count.value(); i++) {
      fresh.add(new Database(i, hash));
    }
    return List.copyOf(fresh);
  }

  /** Serves what is in these from now on; what was served before is gone. */
  public void replace(List<Database> others) {
    for (int i = 0; i < served.size(); i++) {
      engine.keys().swap(served.get(i), others.get(i));
      others.get(i).clear(); // Whoever still holds on to them shall not hold on to the old data.
    }
    engine.blocking().serve();
  }

  public List<Database> all() {
    return served;
  }

  public int size() {
    return served.size();
  }

  /** One that exists. */
  public Database get(int index) {
    return served.get(index);
  }

  /**
   * The one that a client names.
   *
   * @throws CommandError if there is none
   */
  public Database named(long index) {
    if (index < 0 || index >= served.size()) {
      throw CommandError.of("ERR DB index is out of range");
    }
    return served.get((int) index);
  }

  public Stream<Database> stream() {
    return served.stream();
  }

  @Override
  public Iterator<Database> iterator() {
    return served.iterator();
  }
}
