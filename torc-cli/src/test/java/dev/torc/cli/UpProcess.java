package dev.torc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code torc up --json} in a JVM of its own, on free ports. */
final class UpProcess implements AutoCloseable {
  private final Process process;
  private final JsonNode report;

  private UpProcess(Process process, JsonNode report) {
    this.process = process;
    this.report = report;
  }

  /** Starts one without waiting for it. */
  static Process launch(List<String> jvmOptions, List<String> options) throws IOException {
    return launchTorc(jvmOptions, arguments(options), Redirect.INHERIT);
  }

  private static List<String> arguments(List<String> options) {
    List<String> arguments =
        new ArrayList<>(List.of("up", "--json", "--port", "0", "--admin-port", "0"));
    arguments.addAll(options);
    return arguments;
  }

  /** Starts any command in a JVM of its own; its errors are this one's. */
  static Process launchTorc(List<String> jvmOptions, List<String> arguments) throws IOException {
    return launchTorc(jvmOptions, arguments, Redirect.INHERIT);
  }

  private static Process launchTorc(
      List<String> jvmOptions, List<String> arguments, Redirect errors) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Torc.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(errors).start();
  }

  static UpProcess start(String... options) throws IOException {
    return ready(launch(List.of(), List.of(options)));
  }

  /** Starts one whose log lines go to a file. */
  static UpProcess logging(Path file, String... options) throws IOException {
    Redirect errors = Redirect.to(file.toFile());
    return ready(launchTorc(List.of(), arguments(List.of(options)), errors));
  }

  private static UpProcess ready(Process process) throws IOException {
    BufferedReader out = process.inputReader(UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("torc up ended without a report");
    }
    return new UpProcess(process, JsonMapper.shared().readTree(line));
  }

  Process process() {
    return process;
  }

  /** Its Redis servers, found among the descendants of the process. */
  List<ProcessHandle> redisServers() {
    return process
        .descendants()
        .filter(p -> p.info().command().filter(c -> c.contains("redis-server")).isPresent())
        .toList();
  }

  InetSocketAddress cache() {
    return address("cache");
  }

  InetSocketAddress admin() {
    return address("admin");
  }

  int nodes() {
    return report.get("nodes").size();
  }

  private InetSocketAddress address(String field) {
    URI uri = URI.create(report.get(field).asString());
    return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
