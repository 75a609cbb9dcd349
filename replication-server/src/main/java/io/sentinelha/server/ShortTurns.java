package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Linux to give a thread short turns on a processor. Whoever wants short turns need not wait
 * until another has had its whole one, which is some milliseconds: a thread that sleeps most of the
 * time answers at once, whatever else runs. Its share of the time stays the same, and no rights are
 * needed. Linux can do that from 6.12 on, and Java can ask for it from 22 on; we use it where the
 * launcher allows calls of the system, which is from 24 on.
 *
 * <p>By reflection, because the product is built for Java 17.
 *
 * @see "docs/adr/0039"
 */
final class ShortTurns {

  private static final Logger log = LoggerFactory.getLogger(ShortTurns.class);

  /** Below what Linux gives unasked, and above what the owner usually works at a stretch. */
  private static final long SLICE_NANOS = 500_000;

  private static final int FIRST_JAVA = 24;

  /** The number of {@code sched_setattr}. */
  private static final Map<String, Long> CALL = Map.of("amd64", 314L, "aarch64", 274L);

  /** Size of the first version of {@code struct sched_attr}, and where its fields stand. */
  private static final int ATTRIBUTES = 48;

  private static final int FLAGS_AT = 8;
  private static final int NICE_AT = 16;
  private static final int RUNTIME_AT = 24;

  /** Threads that it starts shall not have short turns, too: it would not get ahead of them. */
  private static final long RESET_ON_FORK = 1;

  /** Of {@code /proc/.../stat}, behind the name. */
  private static final int NICE_WORD = 16;

  private static final int POLICY_WORD = 38;

  private ShortTurns() {}

  /** Asks for the thread that calls, on another one, since asking takes a while. */
  static void ask() {
    String name = System.getProperty("os.arch", "");
    Long call = CALL.get(name);
    if (call == null || Runtime.version().feature() < FIRST_JAVA) {
      return;
    }
    try {
      Path thread = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
      Thread asking = new Thread(() -> ask(call, thread), "turns");
      asking.setDaemon(true);
      asking.start();
    } catch (IOException | RuntimeException e) {
      log.debug("no short turns: {}", e.toString()); // Not Linux, or /proc is hidden.
    }
  }

  private static void ask(long call, Path owner) {
    log.debug("short turns of the owner: {}", request(call, owner));
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.filter(ShortTurns::pausesOthers).toList()) {
        log.debug("short turns of the runtime: {}", request(call, thread));
      }
    } catch (IOException | RuntimeException e) {
      log.debug("no short turns of the runtime: {}", e.toString());
    }
  }

  /** Whether this is the runtime's thread for which all others wait while it collects garbage. */
  private static boolean pausesOthers(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"), ISO_8859_1).strip().equals("VM Thread");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  /** Returns what came of it. */
  private static String request(long call, Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"), ISO_8859_1);
      String[] words = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
      if (!words[POLICY_WORD].equals("0")) {
        return "somebody has given it another policy: " + words[POLICY_WORD];
      }
      ByteBuffer attributes = ByteBuffer.allocate(ATTRIBUTES).order(ByteOrder.nativeOrder());
      attributes.putInt(ATTRIBUTES);
      attributes.putLong(FLAGS_AT, RESET_ON_FORK);
      attributes.putInt(NICE_AT, Integer.parseInt(words[NICE_WORD]));
      attributes.putLong(RUNTIME_AT, SLICE_NANOS);
      long id = Long.parseLong(String.valueOf(thread.getFileName()));
      return "the system says " + call(call, id, attributes);
    } catch (Throwable e) { // An older or a hardened system: it works as well as it did before.
      return e.toString();
    }
  }

  private static Object call(long number, long thread, ByteBuffer attributes) throws Throwable {
    Class<?> linkers = type("Linker");
    Class<?> options = type("Linker$Option");
    Class<?> descriptors = type("FunctionDescriptor");
    Class<?> segments = type("MemorySegment");
    Class<?> layouts = type("MemoryLayout");
    Object arena = type("Arena").getMethod("ofAuto").invoke(null);
    Object segment =
        type("SegmentAllocator")
            .getMethod("allocate", long.class, long.class)
            .invoke(arena, (long) ATTRIBUTES, (long) Long.BYTES);
    ByteBuffer outside = (ByteBuffer) segments.getMethod("asByteBuffer").invoke(segment);
    outside.put(attributes.clear());
    Object linker = linkers.getMethod("nativeLinker").invoke(null);
    Object lookup = linkers.getMethod("defaultLookup").invoke(linker);
    Object symbol =
        ((Optional<?>)
                type("SymbolLookup").getMethod("find", String.class).invoke(lookup, "syscall"))
            .orElseThrow();
    Object wide = type("ValueLayout").getField("JAVA_LONG").get(null);
    Object address = type("ValueLayout").getField("ADDRESS").get(null);
    Object parameters = Array.newInstance(layouts, 4);
    Array.set(parameters, 0, wide);
    Array.set(parameters, 1, wide);
    Array.set(parameters, 2, address);
    Array.set(parameters, 3, wide);
    Object descriptor =
        descriptors.getMethod("of", layouts, layouts.arrayType()).invoke(null, wide, parameters);
    Object variadic = Array.newInstance(options, 1);
    Array.set(variadic, 0, options.getMethod("firstVariadicArg", int.class).invoke(null, 1));
    MethodHandle syscall =
        (MethodHandle)
            linkers
                .getMethod("downcallHandle", segments, descriptors, options.arrayType())
                .invoke(linker, symbol, descriptor, variadic);
    return syscall.invokeWithArguments(number, thread, segment, 0L);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("java.lang.foreign." + name);
  }
}
