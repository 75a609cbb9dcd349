package io.sentinelha.it.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of an image, taken from this machine: programs with the libraries that they load, at
 * the same places.
 */
final class Rootfs {

  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final List<String> FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  /** What is where in the image. */
  private final SortedMap<String, Path> files = new TreeMap<>();

  /** A program with its libraries, wherever it is installed. */
  Rootfs program(String name) throws IOException {
    for (String folder : FOLDERS) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate)) {
        return file(candidate).libraries(candidate);
      }
    }
    throw new IOException(name + " is not installed; bin/test installs what is missing");
  }

  /** One file, without its libraries. */
  Rootfs file(Path file) throws IOException {
    files.put(file.toString(), file.toRealPath());
    return this;
  }

  /** The libraries of a program or of a library. */
  Rootfs libraries(Path binary) throws IOException {
    for (Path library : librariesOf(binary)) {
      file(library);
    }
    return this;
  }

  static List<Path> librariesOf(Path binary) throws IOException {
    List<Path> libraries = new ArrayList<>();
    Matcher matcher = LIBRARY.matcher(output("ldd", binary.toString()));
    while (matcher.find()) {
      libraries.add(Path.of(matcher.group(1)));
    }
    return libraries;
  }

  /** A whole folder, symbolic links followed, under another name. */
  Rootfs tree(Path folder, String target) throws IOException {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(target + "/" + folder.relativize(file), file.toRealPath());
      }
    }
    return this;
  }

  /** Leaves out what lies below a folder. */
  Rootfs without(Path folder) {
    files.keySet().removeIf(name -> Path.of(name).startsWith(folder));
    return this;
  }

  /** Another one whenever a file is another one. */
  String fingerprint() throws IOException {
    StringBuilder list = new StringBuilder();
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      Path file = entry.getValue();
      list.append(entry.getKey()).append(' ').append(Files.size(file)).append(' ');
      list.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(list.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Makes an archive of everything, with an open {@code /tmp}, that belongs to root. */
  void archive(Path archive) throws IOException {
    try (Scratch scratch = Scratch.create()) {
      Path root = scratch.folder();
      for (Map.Entry<String, Path> entry : files.entrySet()) {
        Path target = root.resolve(entry.getKey().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(entry.getValue(), target);
      }
      output("chmod", "755", root.toString());
      output("chmod", "1777", Files.createDirectories(root.resolve("tmp")).toString());
      output(
          "tar", "-C", root.toString(), "--owner=0", "--group=0", "-cf", archive.toString(), ".");
    }
  }

  /** What a program printed until its end; ldd fails for what needs no libraries. */
  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
