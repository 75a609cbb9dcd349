package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.engine.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files the append-only file consists of: a base with all data, increments with commands in
 * the order of their numbers, and history that may be deleted. In a file of one line for each.
 *
 * @param base null if there is none yet
 * @param increments in order
 * @param baseSequence the highest number that a base has had
 * @param incrementSequence the highest number that an increment has had
 */
record Manifest(
    @Nullable Part base,
    List<Part> history,
    List<Part> increments,
    long baseSequence,
    long incrementSequence) {

  static final Manifest EMPTY = new Manifest(null, List.of(), List.of(), 0, 0);

  private static final int LONGEST = 1 << 20;

  /**
   * A line.
   *
   * @param type b, h or i
   */
  record Part(String name, long sequence, char type) {}

  /** Reads the file; {@link #EMPTY} if there is none. */
  static Manifest read(Path file) throws IOException {
    try {
      if (Files.size(file) > LONGEST) {
        throw new IOException(file + ": too long for a manifest");
      }
      return parse(file, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return EMPTY;
    }
  }

  private static Manifest parse(Path file, byte[] content) throws IOException {
    Part base = null;
    List<Part> history = new ArrayList<>();
    List<Part> increments = new ArrayList<>();
    long baseSequence = 0;
    long incrementSequence = 0;
    int number = 0;
    int start = 0;
    while (start < content.length) {
      int end = start;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      number++;
      String place = file + ":" + number + ": ";
      if (end == content.length) {
        throw new IOException(place + "the line has no end");
      }
      if (content[start] != '#') {
        Part part = part(place, content, start, end);
        switch (part.type()) {
          case 'b' -> {
            if (base != null) {
              throw new IOException(place + "a second base");
            }
            base = part;
            baseSequence = part.sequence();
          }
          case 'h' -> history.add(part);
          default -> {
            if (part.sequence() <= incrementSequence) {
              throw new IOException(place + "increments are not in order");
            }
            increments.add(part);
            incrementSequence = part.sequence();
          }
        }
      }
      start = end + 1;
    }
    if (number == 0) {
      throw new IOException(file + ": found an empty AOF manifest");
    }
    return new Manifest(base, history, increments, baseSequence, incrementSequence);
  }

  private static Part part(String place, byte[] content, int start, int end) throws IOException {
    byte[][] words = Words.split(content, start, end);
    if (words == null || words.length < 6 || words.length % 2 != 0) {
      throw new IOException(place + "invalid AOF manifest format");
    }
    String name = "";
    long sequence = 0;
    char type = 0;
    for (int i = 0; i < words.length; i += 2) {
      String value = new String(words[i + 1], UTF_8);
      switch (new String(words[i], UTF_8)) {
        case "file" -> name = value;
        case "seq" -> sequence = sequence(value);
        case "type" -> type = value.length() == 1 ? value.charAt(0) : 0;
        default -> {} // Newer versions may say more.
      }
    }
    if (name.isEmpty() || name.contains("/") || name.equals("..") || sequence <= 0) {
      throw new IOException(place + "file or seq is missing or cannot be");
    }
    if (type != 'b' && type != 'h' && type != 'i') {
      throw new IOException(place + "unknown AOF file type");
    }
    return new Part(name, sequence, type);
  }

  private static long sequence(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** As it stands in the file. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    if (base != null) {
      append(text, base);
    }
    history.forEach(part -> append(text, part));
    increments.forEach(part -> append(text, part));
    return text.toString().getBytes(UTF_8);
  }

  private static void append(StringBuilder text, Part part) {
    text.append("file ").append(quoted(part.name()));
    text.append(" seq ").append(part.sequence());
    text.append(" type ").append(part.type()).append('\n');
  }

  private static String quoted(String name) {
    boolean plain = name.chars().allMatch(c -> c > ' ' && c != '"' && c != '\'' && c != '\\');
    if (plain) {
      return name;
    }
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** With another increment. */
  Manifest withIncrement(Part part) {
    List<Part> all = new ArrayList<>(increments);
    all.add(part);
    return new Manifest(base, history, List.copyOf(all), baseSequence, part.sequence());
  }

  /** After a rewrite: everything before is history, but for the last increments. */
  Manifest withBase(Part newBase, List<Part> kept) {
    List<Part> old = new ArrayList<>(history);
    if (base != null) {
      old.add(new Part(base.name(), base.sequence(), 'h'));
    }
    for (Part part : increments) {
      if (!kept.contains(part)) {
        old.add(new Part(part.name(), part.sequence(), 'h'));
      }
    }
    return new Manifest(newBase, List.copyOf(old), kept, newBase.sequence(), incrementSequence);
  }

  /** Without history. */
  Manifest withoutHistory() {
    return new Manifest(base, List.of(), increments, baseSequence, incrementSequence);
  }

  /** Whether there is nothing to load. */
  boolean isEmpty() {
    return base == null && increments.isEmpty();
  }
}
