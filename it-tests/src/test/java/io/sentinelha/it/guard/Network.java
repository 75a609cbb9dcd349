package io.sentinelha.it.guard;

import io.sentinelha.bench.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A few hosts, as network namespaces on one switch, which can be cut apart without any end noticing
 * at once: their packets go nowhere. The tests reach every host over a link of its own that is
 * never cut and that the hosts do not use among each other.
 *
 * <pre>
 * host ──eth0── bridge "together"     this JVM ──eth1── host
 * host ──eth0── bridge "apart"        (one pair per host)
 * </pre>
 */
final class Network {

  /** A place to run processes. */
  record Host(String namespace, String port, String outside, String inside) {}

  private static final String NEEDS =
      "this test cuts a network between network namespaces: it needs root and the ip program"
          + " (Debian: apt-get install iproute2)";
  private static final long LONGEST_COMMAND_SECONDS = 20;
  private static final String TOGETHER = "together";
  private static final String APART = "apart";

  private final Random random = new Random();
  private final String id = "sha%04x".formatted(random.nextInt(1 << 16));
  private final String middle = id + "sw";
  private final List<Host> hosts = new ArrayList<>();
  private int subnet;

  /**
   * Makes the switch, without hosts.
   *
   * @throws AssertionError where that is not possible, saying what is missing
   */
  void open() throws IOException, InterruptedException {
    subnet = freeSubnet();
    try {
      ip("netns", "add", middle);
      for (String bridge : List.of(TOGETHER, APART)) {
        inMiddle("link", "add", bridge, "type", "bridge");
        inMiddle("link", "set", bridge, "up");
      }
    } catch (IOException e) {
      throw new AssertionError(NEEDS + ": " + e.getMessage(), e);
    }
  }

  /** The addresses for tests of networks, where nobody else should be. */
  private int freeSubnet() throws IOException {
    while (true) {
      int drawn = random.nextInt(256);
      InetAddress first = InetAddress.getByName("198.19." + drawn + ".5");
      if (NetworkInterface.getByInetAddress(first) == null) {
        return drawn;
      }
    }
  }

  Host addHost() throws IOException, InterruptedException {
    int number = hosts.size() + 1;
    String namespace = id + "h" + number;
    String port = "p" + number;
    String outer = outer(namespace);
    String inside = "198.18.0." + number;
    int block = 4 * number;
    String near = "198.19." + subnet + "." + (block + 1);
    String far = "198.19." + subnet + "." + (block + 2);
    Host host = new Host(namespace, port, far, inside);
    hosts.add(host);
    ip("netns", "add", namespace);
    in(namespace, "link", "set", "lo", "up");

    ip(
        "link", "add", port, "netns", middle, "type", "veth", "peer", "name", "eth0", "netns",
        namespace);
    in(namespace, "address", "add", inside + "/24", "dev", "eth0");
    in(namespace, "link", "set", "eth0", "up");
    inMiddle("link", "set", port, "master", TOGETHER, "up");

    ip("link", "add", outer, "type", "veth", "peer", "name", "eth1", "netns", namespace);
    in(namespace, "address", "add", far + "/30", "dev", "eth1");
    in(namespace, "link", "set", "eth1", "up");
    ip("address", "add", near + "/30", "dev", outer);
    ip("link", "set", outer, "up");
    return host;
  }

  private static String outer(String namespace) {
    return namespace + "m";
  }

  /** From now on the host hears nobody and nobody hears it. */
  void cutOff(Host host) throws IOException, InterruptedException {
    inMiddle("link", "set", host.port, "master", APART);
  }

  void heal(Host host) throws IOException, InterruptedException {
    inMiddle("link", "set", host.port, "master", TOGETHER);
  }

  /** Starts a server on a host. */
  ServerProcess start(Host host, List<String> command, Path folder, String name, int port)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", host.namespace));
    words.addAll(command);
    return ServerProcess.start(words, folder, name, port);
  }

  private void inMiddle(String... words) throws IOException, InterruptedException {
    in(middle, words);
  }

  private void in(String namespace, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-n", namespace));
    all.addAll(List.of(words));
    ip(all.toArray(String[]::new));
  }

  private void ip(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }

  /** Takes everything away that is there; processes must have ended. */
  void remove() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>(hosts.stream().map(Host::namespace).toList());
    names.add(middle);
    for (String name : names) {
      // A namespace lives on while a socket in it has something to say to the other side.
      if (Path.of("/sys/class/net", outer(name)).toFile().exists()) {
        ip("link", "delete", outer(name));
      }
      if (Path.of("/run/netns", name).toFile().exists()) {
        ip("netns", "delete", name);
      }
    }
  }
}
