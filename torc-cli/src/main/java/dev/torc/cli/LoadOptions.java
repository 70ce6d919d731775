package dev.torc.cli;

import dev.torc.cli.load.LoadPlan;
import dev.torc.cli.load.LoadTarget;
import dev.torc.cli.load.LoadTarget.Header;
import dev.torc.cli.load.Pace;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to send, and when. */
final class LoadOptions {
  private static final Duration USUAL_PERIOD = Duration.ofSeconds(1);
  private static final int USUAL_MAX_IN_FLIGHT = 1000;

  @Option(
      names = "--url",
      defaultValue = "http://localhost:8011/wines/recommendations?query=",
      paramLabel = "URL",
      description = {
        "What each value is appended to, percent-encoded",
        "(default: the shop of the demo,",
        "${DEFAULT-VALUE})."
      })
  private String url;

  @Option(
      names = "--vals",
      split = ",",
      paramLabel = "VALUE",
      description = {
        "The values, separated by commas; --vals= for the URL",
        "as it is (default: red, white, rose, pinot noir,",
        "france, italy, germany, greece, australia, portugal)."
      })
  private List<String> values = LoadPlan.WINES;

  @Option(
      names = "--duration",
      defaultValue = "10s",
      converter = DurationConverter.class,
      paramLabel = "TIME",
      description = "How long, such as 500ms, 1.5s or seconds (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Option(
      names = "--period",
      converter = DurationConverter.class,
      paramLabel = "TIME",
      description = "Each value is sent once in this time (default: 1s).")
  private @Nullable Duration period;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Send R requests a second, the values in turn, without waiting for responses.")
  private @Nullable Double rate;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      description = "With --rate: how many requests may be under way at a time (default: 1000).")
  private @Nullable Integer maxInFlight;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "A header of each request; may be given more than once.")
  private List<String> headers = List.of();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "The method (default: GET, with --body POST).")
  private @Nullable String method;

  @Option(names = "--body", paramLabel = "FILE", description = "What each request sends.")
  private @Nullable Path body;

  @Option(
      names = "--timeout",
      defaultValue = "10s",
      converter = DurationConverter.class,
      paramLabel = "TIME",
      description = "How long a request may take (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @SuppressWarnings("NullAway.Init") // picocli sets them.
  LoadOptions() {}

  /**
   * What they say.
   *
   * @throws UsageException if they say nothing that can be done
   */
  LoadPlan plan() throws IOException {
    checkTogether();
    List<Header> parsed = headers.stream().map(LoadOptions::header).toList();
    BodyPublisher content = body == null ? BodyPublishers.noBody() : content(body);
    try {
      return new LoadPlan(
          new LoadTarget(url, methodOrUsual(), parsed, content, timeout), values, pace());
    } catch (IllegalArgumentException e) {
      // The parts of a plan are called as the options are.
      throw new UsageException("--" + e.getMessage());
    }
  }

  private void checkTogether() {
    if (rate != null && period != null) {
      throw new UsageException("--rate and --period: together (expected: one of them)");
    }
    if (rate == null && maxInFlight != null) {
      throw new UsageException("--max-in-flight: without --rate (expected: both)");
    }
  }

  private Pace pace() {
    return rate == null
        ? new Pace.Closed(period == null ? USUAL_PERIOD : period, duration)
        : new Pace.Open(rate, duration, maxInFlight == null ? USUAL_MAX_IN_FLIGHT : maxInFlight);
  }

  private String methodOrUsual() {
    if (method != null) {
      return method;
    }
    return body == null ? "GET" : "POST";
  }

  private static Header header(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new UsageException("--header: \"" + text + "\" (expected: NAME: VALUE)");
    }
    return new Header(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
  }

  private static BodyPublisher content(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new UsageException("--body: " + file + " is a directory (expected: a file)");
    }
    try {
      return BodyPublishers.ofByteArray(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UsageException("--body: no such file: " + file);
    }
  }
}
