package io.sentinelha.server.persist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the append-only file and their manifest, with the names that Redis gives them. */
final class AofFiles {

  private static final Logger log = LoggerFactory.getLogger(AofFiles.class);

  private final PersistenceSettings settings;
  private final Executor helper;
  private Manifest manifest = Manifest.EMPTY;
  private long temporaries;

  AofFiles(PersistenceSettings settings, Executor helper) {
    this.settings = settings;
    this.helper = helper;
  }

  Manifest manifest() {
    return manifest;
  }

  Path path(String name) {
    return settings.appendFolder().resolve(name);
  }

  private Path manifestFile() {
    return path(settings.appendName.value() + ".manifest");
  }

  /** Reads the manifest. A file of the time before there were manifests becomes the base. */
  void read() throws IOException {
    manifest = Manifest.read(manifestFile());
    Path old = settings.folder().resolve(settings.appendName.value());
    if (manifest.isEmpty() && Files.isRegularFile(old)) {
      log.info("{} becomes the base of an append-only file with a manifest", old);
      makeFolder();
      Path target = path(settings.appendName.value());
      Manifest.Part base = new Manifest.Part(settings.appendName.value(), 1, 'b');
      // The manifest first: without the file beside it, the next start does this again.
      Manifest upgraded = Manifest.EMPTY.withBase(base, List.of());
      if (!Files.exists(target)) {
        Files.createLink(target, old);
      }
      NewFile.syncFolder(settings.appendFolder());
      write(upgraded);
      Files.delete(old);
      NewFile.syncFolder(settings.folder());
    }
  }

  void makeFolder() throws IOException {
    if (!Files.isDirectory(settings.appendFolder())) {
      Files.createDirectory(settings.appendFolder());
      NewFile.syncFolder(settings.folder());
    }
  }

  /** Makes another manifest the one that counts; the old one stays good until then. */
  void write(Manifest next) throws IOException {
    String name = settings.appendName.value() + ".manifest";
    NewFile.write(path("temp-" + name), manifestFile(), next.bytes());
    manifest = next;
  }

  /** The next increment, which the manifest does not have yet. */
  Manifest.Part nextIncrement() {
    long sequence = manifest.incrementSequence() + 1;
    return new Manifest.Part(
        settings.appendName.value() + "." + sequence + ".incr.aof", sequence, 'i');
  }

  Manifest.Part nextBase(boolean isDump) {
    long sequence = manifest.baseSequence() + 1;
    String ending = isDump ? ".base.rdb" : ".base.aof";
    return new Manifest.Part(settings.appendName.value() + "." + sequence + ending, sequence, 'b');
  }

  Path temporaryBase() {
    // A number of its own: the one before may have been given up, and not be removed yet.
    return path("temp-rewriteaof-" + ProcessHandle.current().pid() + "-" + ++temporaries + ".aof");
  }

  Path temporaryIncrement() {
    return path("temp-" + settings.appendName.value() + ".incr");
  }

  /** Deletes what the manifest calls history. */
  void deleteHistory() throws IOException {
    if (manifest.history().isEmpty()) {
      return;
    }
    List<Manifest.Part> history = manifest.history();
    write(manifest.withoutHistory());
    helper.execute(() -> history.forEach(this::delete)); // Large files take their time.
  }

  private void delete(Manifest.Part part) {
    try {
      Files.deleteIfExists(path(part.name()));
    } catch (IOException e) {
      log.warn("{} cannot be deleted: {}", path(part.name()), e.toString());
    }
  }

  /** Bytes of a file; 0 if it is not there. */
  long size(String name) throws IOException {
    Path file = path(name);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** Bytes of all files that count. */
  long size() throws IOException {
    long size = 0;
    if (manifest.base() != null) {
      size += size(manifest.base().name());
    }
    for (Manifest.Part part : manifest.increments()) {
      size += size(part.name());
    }
    return size;
  }
}
