package dev.torc.bench.torture;

import dev.torc.testkit.RawHttp;
import dev.torc.testkit.RawHttp.Response;
import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** A client's connection to the gateway, kept alive. Not thread-safe. */
public final class CacheConnection implements AutoCloseable {
  /** More than the gateway waits for a node, and than it holds requests. */
  private static final int TIMEOUT_MILLIS = 4_000;

  private static final String VALUE_START = "{\"value\":\"";
  private static final String VALUE_END = "\"}";

  private final RawHttp http;
  private int servedBy = -1;
  private boolean broken;

  /** Connects. */
  public CacheConnection(InetSocketAddress gateway) throws IOException {
    http = RawHttp.connect(gateway, TIMEOUT_MILLIS);
  }

  /** Whether it can be used no more. */
  public boolean isBroken() {
    return broken;
  }

  /** The index of the node that served the last request; -1 if none did. */
  int servedBy() {
    return servedBy;
  }

  /**
   * Does one operation.
   *
   * @throws IllegalStateException if the answer is none that the interface has
   */
  public Outcome send(String key, Action action) {
    try {
      Response response = http.send(request(key, action)).response();
      String index = response.header("x-cacheserver-index");
      servedBy = index == null ? -1 : Integer.parseInt(index);
      return outcome(action, response);
    } catch (IOException e) {
      broken = true;
      return new Outcome.Unanswered();
    }
  }

  private static String request(String key, Action action) {
    return switch (action) {
      case Action.Get _ -> "GET /" + key + " HTTP/1.1\r\nHost: torture\r\n\r\n";
      case Action.Delete _ -> "DELETE /" + key + " HTTP/1.1\r\nHost: torture\r\n\r\n";
      case Action.Set set -> {
        String body = body(set);
        yield "POST /"
            + key
            + " HTTP/1.1\r\nHost: torture\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
      }
    };
  }

  private static String body(Action.Set set) {
    String value = VALUE_START + set.value() + "\"";
    return set.ttlNanos() == 0
        ? value + "}"
        : String.format(Locale.ROOT, "%s,\"ttl\":%.3f}", value, set.ttlNanos() / 1e9);
  }

  /** What an answer means for the history. */
  static Outcome outcome(Action action, Response response) {
    int status = response.status();
    if (status == 429 || status == 507) {
      return new Outcome.Refused();
    }
    if (status >= 500) {
      return new Outcome.Unanswered();
    }
    return switch (action) {
      case Action.Set _ when status == 201 -> new Outcome.Stored();
      case Action.Get _ when status == 200 -> new Outcome.Found(value(response.body()));
      case Action.Get _ when status == 404 -> new Outcome.Missing();
      case Action.Delete _ when status == 204 -> new Outcome.Deleted();
      case Action.Delete _ when status == 404 -> new Outcome.Missing();
      default ->
          throw new IllegalStateException(
              action
                  + ": "
                  + status
                  + " (expected: an answer of the interface) "
                  + response.body());
    };
  }

  private static String value(String body) {
    if (!body.startsWith(VALUE_START) || !body.endsWith(VALUE_END)) {
      throw new IllegalStateException("body: " + body + " (expected: {\"value\":\"…\"})");
    }
    return body.substring(VALUE_START.length(), body.length() - VALUE_END.length());
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      broken = true;
    }
  }
}
