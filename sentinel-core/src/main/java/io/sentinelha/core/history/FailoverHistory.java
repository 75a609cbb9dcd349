package io.sentinelha.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sentinelha.core.engine.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last failovers, in memory and in a file. Whoever tells of one does not wait: rendering and
 * writing are done on a thread of their own, and what comes while the disk is busy becomes one
 * write.
 */
public final class FailoverHistory implements AutoCloseable {

  /**
   * How much is kept; the oldest goes first.
   *
   * @param perPrimary attempts per primary
   * @param overall attempts of all primaries
   * @param bytes of all of them
   */
  public record Bounds(int perPrimary, int overall, long bytes) {

    public static final Bounds DEFAULT = new Bounds(100, 1_000, 4L << 20);
  }

  private record Told(Account account, long offset) {}

  private static final Logger log = LoggerFactory.getLogger("sentinel");
  private static final long REST_MILLIS = 500;
  private static final long LONGEST_END_MILLIS = 200;
  private static final String ACCOUNTS = "accounts";

  private final HistoryFile file;
  private final LongSupplier offset;
  private final Bounds bounds;
  private final ObjectMapper mapper = new ObjectMapper();
  private final Thread thread = new Thread(this::run, "failover-history");

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Told> waiting = new LinkedHashMap<>();
  private boolean closed;

  /** Of the writing thread alone, oldest first; before the start, of the one that starts it. */
  private final List<Entry> entries = new ArrayList<>();

  private boolean failing;

  private volatile List<Entry> shown = List.of();

  /**
   * @param offset the time of day minus the engine's moment, in milliseconds
   */
  public FailoverHistory(HistoryFile file, LongSupplier offset, Bounds bounds) {
    this.file = file;
    this.offset = offset;
    this.bounds = bounds;
  }

  /** Reads what an earlier life left, and begins to write. Never fails. */
  public void start() {
    try {
      file.read().ifPresent(this::load);
    } catch (IOException e) {
      setAside(String.valueOf(e.getMessage())); // Or the next write would replace it.
    }
    show();
    thread.start();
  }

  private void load(byte[] content) {
    try {
      JsonNode accounts = mapper.readTree(content).path(ACCOUNTS);
      if (!accounts.isArray()) {
        throw new IOException("it is no list of accounts");
      }
      for (JsonNode account : accounts) {
        if (!(account instanceof ObjectNode object)) {
          throw new IOException("what should be an account in it is none");
        }
        entries.add(Entry.old(object));
      }
      trim();
    } catch (IOException e) {
      entries.clear();
      setAside(String.valueOf(e.getMessage()));
    }
  }

  private void setAside(String reason) {
    try {
      String name = file.setAside();
      log.atWarn()
          .addKeyValue("reason", reason.lines().findFirst().orElse(""))
          .addKeyValue("kept-as", name)
          .log("-failover-history-damaged");
    } catch (IOException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("-failover-history-damaged");
    }
  }

  /** Remembers an account, in place of an earlier one of the same attempt. Returns at once. */
  public void take(Account account) {
    lock.lock();
    try {
      waiting.put(account.id(), new Told(account, offset.getAsLong()));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Summaries of one primary's last attempts, the newest first. */
  public List<Map<String, String>> list(String primary, int count) {
    return of(primary).stream().limit(count).map(Entry::summary).toList();
  }

  /**
   * A whole account as JSON.
   *
   * @param id its id, or the epoch in it; empty for the newest
   */
  public Optional<String> json(String primary, Optional<String> id) {
    return of(primary).stream()
        .filter(
            e -> id.isEmpty() || e.id().equals(id.get()) || e.id().equals(primary + ":" + id.get()))
        .map(Entry::json)
        .findFirst();
  }

  private List<Entry> of(String primary) {
    List<Entry> all = new ArrayList<>();
    for (Entry entry : shown) {
      if (entry.primary().equals(primary)) {
        all.add(entry);
      }
    }
    Collections.reverse(all);
    return all;
  }

  private void run() {
    try {
      for (List<Told> told = next(); !told.isEmpty(); told = next()) {
        told.forEach(this::add);
        trim();
        show();
        rest(); // The disk has votes and addresses to save at this moment; this can wait.
        save();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Told to stop by whoever stops the process.
    }
  }

  /** What was told meanwhile; empty when closed and nothing waits. */
  private List<Told> next() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      List<Told> told = List.copyOf(waiting.values());
      waiting.clear();
      return told;
    } finally {
      lock.unlock();
    }
  }

  /** An attempt keeps its place, whatever more is told of it. */
  private void add(Told told) {
    Account account = told.account();
    int at = lastOf(account.id());
    if (at >= 0 && entries.get(at).isOld()) {
      Entry old = entries.get(at);
      ObjectNode news = AccountJson.of(account, told.offset());
      if (old.isContinuedBy(news)) {
        entries.set(at, old.continuedBy(news, told.offset()));
        return;
      }
      at = -1; // The same epoch once more is another attempt.
    }
    long when = at >= 0 ? entries.get(at).offset() : told.offset();
    Entry entry = Entry.of(AccountJson.of(account, when), when);
    if (at >= 0) {
      entries.set(at, entry);
    } else {
      entries.add(entry);
    }
  }

  private int lastOf(String id) {
    int at = entries.size() - 1;
    while (at >= 0 && !entries.get(at).id().equals(id)) {
      at--;
    }
    return at;
  }

  private void trim() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    entries.forEach(e -> counts.merge(e.primary(), 1, Integer::sum));
    entries.removeIf(
        e -> {
          boolean tooMany = counts.getOrDefault(e.primary(), 0) > bounds.perPrimary();
          if (tooMany) {
            counts.merge(e.primary(), -1, Integer::sum);
          }
          return tooMany;
        });
    long bytes = entries.stream().mapToLong(e -> e.json().length()).sum();
    int count = entries.size();
    int gone = 0;
    while (gone < count && (count - gone > bounds.overall() || bytes > bounds.bytes())) {
      bytes -= entries.get(gone++).json().length();
    }
    entries.subList(0, gone).clear();
  }

  private void show() {
    shown = List.copyOf(entries);
  }

  private void save() {
    try {
      file.write(content());
      if (failing) {
        failing = false;
        log.info("+failover-history-saved");
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        log.atWarn().addKeyValue("reason", e.getMessage()).log("-failover-history-not-saved");
      }
    }
  }

  private byte[] content() {
    StringBuilder text = new StringBuilder("{\"version\":1,\"").append(ACCOUNTS).append("\":[\n");
    String separator = "";
    for (Entry entry : entries) {
      text.append(separator).append(entry.json());
      separator = ",\n";
    }
    return text.append("\n]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Then a thousand primaries that die together are a few writes, too, not a thousand. */
  private void rest() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits and ends; gives up after a fifth of a second. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(LONGEST_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The thread ends with the process.
    }
  }
}
