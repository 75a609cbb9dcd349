package io.sentinelha.it.chaos;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerNetwork.Ipam;
import io.sentinelha.bench.Await;
import io.sentinelha.bench.RespClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A server in a container of its own, with an address that stays, and what can befall it. */
final class Node implements AutoCloseable {

  private static final int CONNECT_MILLIS = 500;
  private static final int END_MILLIS = 20_000;

  /** The file belongs to root, and supervisors, which are somebody else, write into theirs. */
  private static final int WRITABLE = 0666;

  final String name;
  final String address;
  final int port;
  private final GenericContainer<?> container;
  private final String networkImage;

  /** Shares the network stack, to change its rules; made when it is first needed. */
  private Optional<GenericContainer<?>> rules = Optional.empty();

  /** A server that is not started yet. */
  Node(String name, Images images, String image, Subnet subnet, int host, int port, Conf conf) {
    this.name = name;
    this.address = subnet.address(host);
    this.port = port;
    this.networkImage = images.network();
    this.container =
        labelled(image)
            .withNetwork(subnet.network())
            .withNetworkAliases(name)
            .withCopyToContainer(Transferable.of(conf.text(), WRITABLE), conf.file())
            .withCommand(conf.command().toArray(String[]::new))
            .withCreateContainerCmdModifier(command -> command.withIpv4Address(address));
  }

  /** A configuration, where it is put, and the command that reads it. */
  record Conf(String file, String text, List<String> command) {}

  private static GenericContainer<?> labelled(String image) {
    GenericContainer<?> made = new GenericContainer<>(DockerImageName.parse(image));
    made.withLabels(Engine.labels());
    return made;
  }

  GenericContainer<?> container() {
    return container;
  }

  RespClient connect() throws IOException {
    return new RespClient(address, port, CONNECT_MILLIS);
  }

  Map<String, String> replication() throws IOException {
    try (RespClient client = connect()) {
      return RespClient.info(client.call("INFO", "replication"));
    }
  }

  boolean isPrimary() throws IOException {
    return "master".equals(replication().get("role"));
  }

  boolean isFollowing(Node primary) throws IOException {
    Map<String, String> info = replication();
    return "slave".equals(info.get("role"))
        && primary.address.equals(info.get("master_host"))
        && "up".equals(info.get("master_link_status"));
  }

  /** Everything that it printed so far. */
  String log() {
    return container.getLogs();
  }

  /** SIGKILL. */
  void kill() {
    docker().killContainerCmd(id()).exec();
    awaitEnd();
  }

  /** Waits until its process has ended, whoever ended it. */
  void awaitEnd() {
    Await.until(name + " has ended", END_MILLIS, () -> !container.isRunning());
  }

  /** Starts it again after its end. */
  void start() {
    docker().startContainerCmd(id()).exec();
  }

  /** Nothing of it runs, and all its connections stay open. */
  void pause() {
    docker().pauseContainerCmd(id()).exec();
  }

  void unpause() {
    docker().unpauseContainerCmd(id()).exec();
  }

  /** Pulls the cable out. */
  void unplug(Subnet subnet) {
    docker()
        .disconnectFromNetworkCmd()
        .withContainerId(id())
        .withNetworkId(subnet.network().getId())
        .exec();
  }

  /** Puts the cable back; the address is the same. */
  void plug(Subnet subnet) {
    Ipam fixed = new Ipam().withIpv4Address(address);
    docker()
        .connectToNetworkCmd()
        .withContainerId(id())
        .withNetworkId(subnet.network().getId())
        .withContainerNetwork(new ContainerNetwork().withIpamConfig(fixed))
        .exec();
  }

  /** Drops all packets from and to other nodes; whoever else talks to this one still can. */
  void cutFrom(Node... others) throws IOException, InterruptedException {
    rule("-I", "INPUT", "-s", addresses(others), "-j", "DROP");
    rule("-I", "OUTPUT", "-d", addresses(others), "-j", "DROP");
  }

  /** Drops packets from other nodes at random. */
  void losePacketsFrom(double share, Node... others) throws IOException, InterruptedException {
    rule(
        "-I",
        "INPUT",
        "-s",
        addresses(others),
        "-m",
        "statistic",
        "--mode",
        "random",
        "--probability",
        Double.toString(share),
        "-j",
        "DROP");
  }

  /** Lets all packets through again. */
  void heal() throws IOException, InterruptedException {
    rule("-F");
  }

  private static String addresses(Node... nodes) {
    return Arrays.stream(nodes).map(node -> node.address).collect(Collectors.joining(","));
  }

  private void rule(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 2];
    command[0] = "iptables";
    command[1] = "-w";
    System.arraycopy(words, 0, command, 2, words.length);
    ExecResult result = rules().execInContainer(command);
    if (result.getExitCode() != 0) {
      throw new IOException(String.join(" ", command) + ": " + result);
    }
  }

  private GenericContainer<?> rules() {
    if (rules.isEmpty()) {
      GenericContainer<?> made = labelled(networkImage);
      made.withNetworkMode("container:" + id());
      made.withCreateContainerCmdModifier(
          command -> command.getHostConfig().withCapAdd(Capability.NET_ADMIN));
      made.withCommand("sleep", "infinity");
      made.start();
      rules = Optional.of(made);
    }
    return rules.get();
  }

  private String id() {
    return container.getContainerId();
  }

  private static DockerClient docker() {
    return Engine.client();
  }

  @Override
  public void close() {
    rules.ifPresent(GenericContainer::stop);
    container.stop();
  }
}
