package io.sentinelha.it.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.bench.Group;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A library of another language, behind a program that reads one order per line and answers each
 * with one line: {@code ok}, {@code value X}, {@code none} or {@code error WHY}.
 */
final class Scripted implements SentinelClient {

  private static final int ANSWER_SECONDS = 60;

  private final Process process;
  private final Writer orders;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);

  private Scripted(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::readAnswers, "answers");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the program, which gets the setup as JSON behind its other arguments, and waits until it
   * is connected.
   */
  static Scripted start(List<String> program, Path folder, ClientSetup setup) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.add(new ObjectMapper().writeValueAsString(document(setup)));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Scripted client = new Scripted(process);
    try {
      client.expect("ok");
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private static Map<String, Object> document(ClientSetup setup) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", setup.name());
    document.put("supervisors", setup.supervisors());
    document.put("readFromReplicas", setup.readFrom() == ReadFrom.REPLICAS);
    Optional<Group.Secrets> secrets = setup.secrets();
    secrets.ifPresent(s -> document.put("supervisorPassword", s.supervisor()));
    secrets.ifPresent(s -> document.put("serverPassword", s.server()));
    return document;
  }

  private void readAnswers() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.put(line);
      }
      answers.put("error the program ended");
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // The client is closed; nobody waits for an answer.
    }
  }

  @Override
  public void write(String key, String value) throws IOException {
    order("write " + key + " " + value);
    expect("ok");
  }

  @Override
  public Optional<String> read(String key) throws IOException {
    order("read " + key);
    String answer = answer();
    return answer.equals("none") ? Optional.empty() : Optional.of(value(answer));
  }

  /** Whether the library takes this to be the primary's port, without asking anybody. */
  boolean believesIn(int primary) throws IOException {
    order("believed");
    return value(answer()).equals(Integer.toString(primary));
  }

  private static String value(String answer) throws IOException {
    String mark = "value ";
    if (!answer.startsWith(mark)) {
      throw new IOException(answer);
    }
    return answer.substring(mark.length());
  }

  private void order(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  private void expect(String wanted) throws IOException {
    String answer = answer();
    if (!answer.equals(wanted)) {
      throw new IOException(answer);
    }
  }

  private String answer() throws IOException {
    try {
      String answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IllegalStateException("the library did not return within the time");
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
