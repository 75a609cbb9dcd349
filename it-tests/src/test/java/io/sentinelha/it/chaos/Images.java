package io.sentinelha.it.chaos;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The images of the tests. Those made of files of this machine are made once per state of these
 * files; the supervisor's is the shipped one, on bases of this machine, with this build's program.
 *
 * @param supervisor runs {@code sentinel}
 * @param redis has redis-server
 * @param network has iptables, and sleep to stay alive
 */
record Images(String supervisor, String redis, String network) {

  private static final String PREFIX = "sentinel-ha-test/";
  private static final String PROGRAM = "sentinel-cli/target/sentinel.jar";
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int BUILD_MINUTES = 5;

  /** What a Java without a screen loads of its own, and may need libraries of the system for. */
  private static final List<String> JAVA_LIBRARIES =
      List.of("libjava.so", "libnet.so", "libnio.so", "libzip.so", "server/libjvm.so");

  /** What Netty's native part loads. */
  private static final List<String> NATIVE_LIBRARIES =
      List.of("libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2");

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  /** Makes what is not there yet. */
  static Images make() throws IOException {
    DockerClient client = Engine.client();
    Rootfs redis = new Rootfs().program("redis-server").program("redis-cli");
    String kit = imported(client, "jdk", developmentKit());
    String base = imported(client, "base", javaBase());
    return new Images(
        supervisor(client, kit, base),
        imported(client, "redis", redis),
        imported(client, "network", networkTools()));
  }

  private static Rootfs networkTools() throws IOException {
    Rootfs tools = new Rootfs().program("iptables").program("sleep");
    // Extensions are loaded by name, so that ldd does not see them.
    Path extensions = libraryFolder().resolve("xtables");
    return tools
        .tree(extensions, extensions.toString())
        .libraries(extensions.resolve("libxt_statistic.so"));
  }

  /** The supervisor's base: the C library, and cat to look at the process from inside. */
  private static Rootfs javaBase() throws IOException {
    Rootfs base = new Rootfs().program("cat");
    for (String name : NATIVE_LIBRARIES) {
      base.file(libraryFolder().resolve(name));
    }
    return withJavaLibraries(base);
  }

  /** The JDK of this test, and what the Dockerfile calls besides it. */
  private static Rootfs developmentKit() throws IOException {
    Rootfs kit = new Rootfs().program("mkdir").program("sh").file(Path.of("/bin/sh"));
    for (String folder : List.of("bin", "conf", "jmods", "legal", "lib")) {
      if (Files.isDirectory(JAVA_HOME.resolve(folder))) {
        kit.tree(JAVA_HOME.resolve(folder), "/usr/local/" + folder);
      }
    }
    return withJavaLibraries(kit);
  }

  private static Rootfs withJavaLibraries(Rootfs rootfs) throws IOException {
    for (String name : JAVA_LIBRARIES) {
      rootfs.libraries(JAVA_HOME.resolve("lib").resolve(name));
    }
    return rootfs.without(JAVA_HOME);
  }

  /** Where the libraries of this machine's architecture are. */
  private static Path libraryFolder() throws IOException {
    for (Path library : Rootfs.librariesOf(Path.of("/bin/sh"))) {
      Path folder = library.getParent();
      if (folder != null && library.endsWith("libc.so.6")) {
        return folder.toRealPath();
      }
    }
    throw new IOException("no C library is found; these images need one of Linux with glibc");
  }

  private static String imported(DockerClient client, String name, Rootfs rootfs)
      throws IOException {
    String tag = rootfs.fingerprint();
    if (!isPresent(client, name, tag)) {
      try (Scratch context = Scratch.create()) {
        rootfs.archive(context.folder().resolve("root.tar"));
        Path recipe = context.folder().resolve("Dockerfile");
        Files.writeString(recipe, "FROM scratch\nADD root.tar /\n");
        build(client.buildImageCmd(recipe.toFile()), name, tag);
      }
      removeOld(client, name);
    }
    return PREFIX + name + ":" + tag;
  }

  private static String supervisor(DockerClient client, String kit, String base)
      throws IOException {
    if (!Files.exists(ROOT.resolve(PROGRAM))) {
      throw new IOException(ROOT.resolve(PROGRAM) + " is not built: mvn -B package -DskipTests");
    }
    Path recipe = ROOT.resolve("deploy/Dockerfile");
    String tag = new Rootfs().file(ROOT.resolve(PROGRAM)).file(recipe).fingerprint();
    if (!isPresent(client, "supervisor", tag)) {
      try (Scratch context = Scratch.create()) {
        Path program = context.folder().resolve(PROGRAM);
        Files.createDirectories(program.getParent());
        Files.copy(ROOT.resolve(PROGRAM), program);
        Path copy = Files.copy(recipe, context.folder().resolve("Dockerfile"));
        BuildImageCmd command =
            client
                .buildImageCmd(copy.toFile())
                .withBuildArg("BUILD_BASE", kit)
                .withBuildArg("BASE", base);
        build(command, "supervisor", tag);
      }
      removeOld(client, "supervisor");
    }
    return PREFIX + "supervisor:" + tag;
  }

  private static void build(BuildImageCmd command, String name, String tag) {
    List<String> output = Collections.synchronizedList(new ArrayList<>());
    BuildImageResultCallback callback =
        new BuildImageResultCallback() {
          @Override
          public void onNext(BuildResponseItem item) {
            output.add(Objects.requireNonNullElse(item.getStream(), ""));
            super.onNext(item);
          }
        };
    try {
      command
          .withTags(Set.of(PREFIX + name + ":" + tag))
          .exec(callback)
          .awaitImageId(BUILD_MINUTES, TimeUnit.MINUTES);
    } catch (DockerClientException e) {
      throw new IllegalStateException(String.join("", output), e);
    }
  }

  private static boolean isPresent(DockerClient client, String name, String tag) {
    return !client.listImagesCmd().withReferenceFilter(PREFIX + name + ":" + tag).exec().isEmpty();
  }

  /** Images of former states. A recent one may be another run's. */
  private static void removeOld(DockerClient client, String name) {
    long limit = Instant.now().minus(KEPT).getEpochSecond();
    for (Image image : client.listImagesCmd().withReferenceFilter(PREFIX + name).exec()) {
      if (image.getCreated() < limit) {
        try {
          client.removeImageCmd(image.getId()).exec();
        } catch (ConflictException e) {
          assert image.getId() != null; // In use after all; removed another time.
        }
      }
    }
  }
}
