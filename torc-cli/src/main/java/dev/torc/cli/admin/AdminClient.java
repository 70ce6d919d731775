package dev.torc.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cli.admin.AdminException.Kind;
import dev.torc.cli.engine.HttpClients;
import dev.torc.config.DurationText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a gateway over its admin listener, and waits for each answer. Every method throws {@link
 * AdminException} if there is none, or it says no; {@link InterruptedException} if the thread is
 * interrupted: then it is open whether the gateway does what it was asked. May be used by any
 * number of threads.
 */
public final class AdminClient implements AutoCloseable {
  /** More than any answer takes, for a gateway does the work after it. */
  public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  /** A gateway asks its nodes for their keys first. */
  private static final int ESTIMATE_TIMEOUTS = 6;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();

  private static final String EXPECTED = " (expected: the answer of a gateway's admin listener)";

  private final AdminTarget target;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /**
   * A client that has not asked anything yet.
   *
   * @param timeout for each answer
   */
  public AdminClient(AdminTarget target, Duration timeout) {
    this.target = target;
    this.timeout = timeout;
    client = HttpClients.builder(target.isEncrypted()).executor(threads).build();
  }

  /** The nodes of the ring. */
  public Reply<Membership> nodes() throws InterruptedException {
    return ask("GET", "/nodes", BodyPublishers.noBody(), Membership.class);
  }

  /** Has something changed; answers with the change as it begins, or waits for others. */
  public Reply<Change> submit(ChangeRequest request) throws InterruptedException {
    String body = MAPPER.writeValueAsString(request.object());
    return ask("POST", "/changes", BodyPublishers.ofString(body), Change.class);
  }

  /** What a change would do; nothing is changed. It takes longer than other answers. */
  public Reply<Estimate> estimate(ChangeRequest request) throws InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>(request.object());
    body.put("dryRun", true);
    Question question =
        new Question(
            "POST",
            "/changes",
            BodyPublishers.ofString(MAPPER.writeValueAsString(body)),
            timeout.multipliedBy(ESTIMATE_TIMEOUTS),
            true);
    return ask(question, Estimate.class);
  }

  /** The changes that the gateway remembers, oldest first. */
  public Reply<Changes> changes() throws InterruptedException {
    return ask("GET", "/changes", BodyPublishers.noBody(), Changes.class);
  }

  /** A change as it is now. */
  public Reply<Change> change(long id) throws InterruptedException {
    return ask("GET", "/changes/" + id, BodyPublishers.noBody(), Change.class);
  }

  /** Has a change go back to the ring before; answers with the change as it begins to. */
  public Reply<Change> cancel(long id) throws InterruptedException {
    return ask("DELETE", "/changes/" + id, BodyPublishers.noBody(), Change.class);
  }

  /** What the gateway lists. */
  public record Changes(List<Change> changes) {

    /** Checks that it is there, and copies. */
    public Changes {
      Present.check("changes", changes);
      changes = List.copyOf(changes);
    }
  }

  /**
   * What is asked.
   *
   * @param limit of the time until the answer
   * @param isHarmless whether nothing is changed by it, so that it may be asked again
   */
  private record Question(
      String method, String path, BodyPublisher body, Duration limit, boolean isHarmless) {}

  private <T> Reply<T> ask(String method, String path, BodyPublisher body, Class<T> type)
      throws InterruptedException {
    return ask(new Question(method, path, body, timeout, method.equals("GET")), type);
  }

  private <T> Reply<T> ask(Question question, Class<T> type) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.url() + question.path()))
            .method(question.method(), question.body());
    request.header("Accept", "application/json");
    if (question.method().equals("POST")) {
      request.header("Content-Type", "application/json");
    }
    if (target.token() != null) {
      request.header("Authorization", "Bearer " + target.token());
    }
    HttpResponse<String> response = send(request.build(), question);
    if (response.statusCode() / 100 != 2) {
      throw refusal(response);
    }
    return read(response, type);
  }

  private HttpResponse<String> send(HttpRequest request, Question question)
      throws InterruptedException {
    CompletableFuture<HttpResponse<String>> response =
        client.sendAsync(request, BodyHandlers.ofString(UTF_8));
    try {
      // Not the request's own timeout: that one ends with the headers, and a body may never come.
      return response.get(question.limit().toNanos(), NANOSECONDS);
    } catch (TimeoutException e) {
      String limit = DurationText.format(question.limit());
      throw away("no answer within " + limit + uncertainty(question), e);
    } catch (ExecutionException e) {
      if (HttpClients.isUnconnected(e)) {
        throw away(
            HttpClients.reason(e) + " (expected: the admin listener of a running gateway)", e);
      }
      throw away(HttpClients.reason(e) + uncertainty(question), e);
    } finally {
      response.cancel(true);
    }
  }

  private AdminException away(String reason, Throwable cause) {
    return new AdminException(Kind.AWAY, target.url() + ": " + reason, cause);
  }

  /** The request may have come through, and only its answer be lost. */
  private static String uncertainty(Question question) {
    return question.isHarmless()
        ? ""
        : "; whether the gateway does it is not known (its changes say)";
  }

  private AdminException refusal(HttpResponse<String> response) {
    int status = response.statusCode();
    String detail = detail(response);
    return switch (status) {
      case 400, 404 -> new AdminException(Kind.WRONG, detail);
      case 401 ->
          new AdminException(
              Kind.REFUSED,
              target.url()
                  + (target.token() == null ? ": wants a token" : ": refuses the token")
                  + " (expected: the one that admin.token in the gateway's file says)");
      case 502, 503, 504 -> new AdminException(Kind.AWAY, target.url() + ": " + detail);
      default -> new AdminException(Kind.REFUSED, detail);
    };
  }

  /** What a problem document of RFC 9457 says; of anything else, what it is instead. */
  private static String detail(HttpResponse<String> response) {
    try {
      JsonNode detail = MAPPER.readTree(response.body()).path("detail");
      if (detail.isString()) {
        return detail.asString();
      }
    } catch (JacksonException e) {
      // Told below, as all that is no problem document.
    }
    return response.request().uri() + ": status " + response.statusCode() + EXPECTED;
  }

  private static <T> Reply<T> read(HttpResponse<String> response, Class<T> type) {
    try {
      JsonNode json = MAPPER.readTree(response.body());
      if (!json.isObject()) {
        throw unreadable(response, "no JSON object", null);
      }
      return new Reply<>(MAPPER.treeToValue(json, type), json);
    } catch (JacksonException e) {
      throw unreadable(response, e.getOriginalMessage(), e);
    }
  }

  private static AdminException unreadable(
      HttpResponse<String> response, String reason, @Nullable Throwable cause) {
    String subject = response.request().uri() + ": unreadable: ";
    return new AdminException(Kind.UNREADABLE, subject + reason + EXPECTED, cause);
  }

  /** Leaves off what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
