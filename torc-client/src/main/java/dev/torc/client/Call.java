package dev.torc.client;

import dev.torc.client.Limits.Limit;
import dev.torc.client.Trial.State;
import dev.torc.routing.Attempt;
import dev.torc.routing.Outcome;
import dev.torc.routing.Retry;
import dev.torc.routing.Route;
import dev.torc.routing.RouteDecision;
import dev.torc.routing.RouteFilter.RequestRedirect;
import dev.torc.routing.RoutingException;
import dev.torc.routing.Selection;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request of the caller, with its repetitions and with the requests that redirections and
 * authentication make of it. It says what comes next and keeps the books; who drives it sends and
 * waits.
 *
 * <p>One thread drives it at a time. Beside it, the threads of the JDK's client bring responses,
 * and anyone may cancel: what both touch is guarded by this.
 */
final class Call<T> {
  private final Environment environment;
  private final LogicalRequest<T> logical;
  private final BodyHandler<T> handler;
  private final long startedAt;
  private final AtomicBoolean finished = new AtomicBoolean();

  /** Null before {@link #logical} has its route. */
  private @Nullable RoutedRequest routed;

  private @Nullable Route route;
  private @Nullable Trial<T> trial;
  private int attempts;

  /** The limit that ends a pause. */
  private Limits.@Nullable Kind reached;

  private @Nullable CompletableFuture<HttpResponse<T>> answer;

  /** Why to go no further, null as long as there is no reason. */
  private volatile @Nullable Exception stopped;

  private volatile @Nullable Runnable whenStopped;

  Call(Environment environment, HttpRequest request, BodyHandler<T> handler) {
    this.environment = environment;
    this.logical = new LogicalRequest<>(environment, request);
    this.handler = handler;
    this.startedAt = environment.recordedTime();
  }

  Environment environment() {
    return environment;
  }

  BodyHandler<T> handler() {
    return handler;
  }

  /**
   * The next attempt to send; null if a route answers by itself: then there is an {@link #answer}.
   *
   * @throws RoutingException if there is none
   * @throws IOException if time is over, or a handler of cookies fails
   */
  @Nullable Trial<T> next() throws IOException {
    checkNotStopped();
    RoutedRequest now = routed;
    while (now == null) {
      now = route();
      if (answer != null) {
        return null;
      }
    }
    Limit limit = checkTime(now);
    Attempt attempt = now.selection().next();
    if (attempt == null) {
      throw new RoutingException.NoReachableEndpoints(
          now.name() + ": no endpoint is left to try (expected: one that takes requests)");
    }
    attempts++;
    trial = new Trial<>(this, now, attempt, limit, attemptStartedAt(now));
    return trial;
  }

  private long attemptStartedAt(RoutedRequest now) {
    return now.limits() == null ? environment.recordedTime() : environment.ticker().read();
  }

  private void checkNotStopped() throws IOException {
    Exception why = stopped;
    if (why != null) {
      throw Failures.raise(why);
    }
  }

  private @Nullable Limit checkTime(RoutedRequest now) throws IOException {
    Limits limits = now.limits();
    if (limits == null) {
      return null;
    }
    Limit limit = limits.forAttempt();
    Limits.Kind over = reached;
    if (over == null && limit != null && limit.isReached()) {
      over = limit.kind();
    }
    if (over != null) {
      reached = over;
      throw Failures.raise(limits.error(over, now.name(), attempts, null));
    }
    return limit;
  }

  /** Routes the request; null if it is another one now, or there is an answer. */
  private @Nullable RoutedRequest route() throws IOException {
    HttpRequest request = logical.request();
    HttpRequests.requireCleartext(request);
    HttpHeaders headers = logical.headersToSend();
    Selection selection = environment.router().select(HttpRequests.view(request, headers));
    RouteDecision decision = selection.decision();
    route = decision.route();
    RequestRedirect redirect = decision.rule().redirect();
    if (redirect != null) {
      redirect(decision, redirect);
      return null;
    }
    routed =
        new RoutedRequest(
            request,
            headers,
            selection,
            Limits.of(request, decision.rule().timeouts(), environment.ticker()));
    return routed;
  }

  private void redirect(RouteDecision decision, RequestRedirect redirect) throws IOException {
    RouteAnswer response = RouteAnswer.of(decision, redirect, logical.request().uri());
    HttpRequest following = logical.followed(response);
    if (following == null) {
      answer = response.body(handler).thenApply(body -> logical.response(response, body));
    } else {
      logical.goOnWith(following, response);
    }
  }

  /** The response of a route that sends the request nowhere. */
  CompletableFuture<HttpResponse<T>> answer() {
    CompletableFuture<HttpResponse<T>> given = answer;
    if (given == null) {
      throw new IllegalStateException("no answer (expected: only if there is no next attempt)");
    }
    return given;
  }

  /** The caller gets the answer. */
  HttpResponse<T> answered(HttpResponse<T> response) {
    finish(Outcome.responded(response.statusCode()));
    return response;
  }

  /** Whether a response is for the caller; if not, what it leads to is known from now on. */
  boolean isForCaller(Trial<T> of, ResponseInfo response) {
    synchronized (this) {
      if (of.state() != State.OPEN) {
        return false;
      }
      if (isTriedAgain(of, response)) {
        return false;
      }
      of.state(State.DECIDING);
    }
    try {
      HttpRequest following = logical.following(response);
      synchronized (this) {
        if (of.state() != State.DECIDING) {
          return false;
        }
        if (following == null) {
          of.state(State.HIS);
          return true;
        }
        of.end(Outcome.responded(response.statusCode()));
        logical.goOnWith(following, response);
        routed = null;
        of.discard(Duration.ZERO);
      }
    } catch (IOException e) {
      synchronized (this) {
        if (of.state() == State.DECIDING) {
          of.end(Outcome.responded(response.statusCode()));
          of.discard(e);
        }
      }
    }
    return false;
  }

  private boolean isTriedAgain(Trial<T> of, ResponseInfo response) {
    Selection selection = of.routed().selection();
    Retry retry = selection.decision().rule().retry();
    if (retry == null
        || selection.attempts() >= retry.attempts()
        || !retry.codes().contains(response.statusCode())) {
      return false;
    }
    // Its body may still be to come, if it then is not tried again after all: reported too early
    // by so much, since whether it is can only be asked after the report.
    Outcome outcome = Outcome.responded(response.statusCode());
    of.end(outcome);
    Duration asked = RetryAfter.of(response.headers(), environment.clock());
    Duration pause = retry(of, outcome, asked);
    if (pause != null) {
      of.discard(pause);
    }
    return pause != null;
  }

  private @Nullable Duration retry(Trial<T> of, Outcome outcome, @Nullable Duration asked) {
    if (stopped != null) {
      return null;
    }
    boolean idempotent = HttpRequests.isIdempotent(of.request());
    Duration pause = of.routed().selection().retry(outcome, idempotent, asked);
    if (pause != null) {
      environment.recorder().retried(of.attempt().backend(), outcome, pause);
      Limits limits = of.routed().limits();
      Limit limit = limits == null ? null : limits.forPause();
      if (limit != null && Durations.nanos(pause) >= limit.nanos()) {
        reached = limit.kind();
        return limit.time();
      }
    }
    return pause;
  }

  /**
   * What follows an attempt.
   *
   * @param response null if it failed
   * @param failure why, null if it did not
   * @throws IOException the failure, if it is final
   */
  Step<T> after(Trial<T> of, @Nullable HttpResponse<T> response, @Nullable Throwable failure)
      throws IOException {
    Throwable cause = failure == null ? null : Failures.unwrapped(failure);
    synchronized (this) {
      if (of.state() == State.DISCARDED) {
        if (of.problem() != null) {
          throw of.problem();
        }
        return Step.again(of.pause());
      }
      if (cause != null && of.state() == State.OPEN && stopped == null) {
        return Step.again(failed(of, cause));
      }
      if (of.state() != State.HIS) {
        of.state(State.OVER);
      }
    }
    ResponseInfo info = of.info();
    if (response != null && info != null) {
      of.handOver();
      return Step.done(logical.response(info, response.body()));
    }
    checkNotStopped();
    Outcome broken = of.broken();
    of.end(broken == null ? Outcome.BROKEN : broken);
    finish(broken == null ? Outcome.BROKEN : broken);
    Limits limits = of.routed().limits();
    if (of.reached() != null && limits != null) {
      throw Failures.raise(limits.error(of.reached(), of.routed().name(), attempts, cause));
    }
    throw Failures.raise(cause == null ? new IOException("no response") : cause);
  }

  /** The pause after an attempt that brought no response. */
  private Duration failed(Trial<T> of, Throwable cause) throws IOException {
    of.state(State.OVER);
    Outcome outcome = Failures.outcome(cause);
    of.end(outcome);
    Limit limit = of.limit();
    Limits limits = of.routed().limits();
    Limits.Kind over = limit != null && isByLimit(cause, limit) ? limit.kind() : null;
    if (over == null || over == Limits.Kind.ATTEMPT) {
      Duration pause = retry(of, outcome, null);
      if (pause != null) {
        return pause;
      }
    }
    finish(over == null ? outcome : Outcome.TIMED_OUT);
    if (over != null && over != Limits.Kind.CALLER && limits != null) {
      throw Failures.raise(limits.error(over, of.routed().name(), attempts, cause));
    }
    throw Failures.raise(cause);
  }

  /** Whether the limit ended an attempt, and not the time for a connection. */
  private boolean isByLimit(Throwable cause, Limit limit) {
    if (cause instanceof HttpConnectTimeoutException) {
      Duration connect = environment.connectTimeout();
      return connect == null || limit.nanos() <= Durations.nanos(connect);
    }
    return cause instanceof HttpTimeoutException;
  }

  /** Runs when the call is stopped, at once if it already is. */
  void whenStopped(Runnable action) {
    whenStopped = action;
    if (stopped != null) {
      action.run();
    }
  }

  boolean isStopped() {
    return stopped != null;
  }

  /** The caller gave up. */
  void cancel() {
    stop(new CancellationException("Request cancelled"));
  }

  /** The client came to its end. */
  void abort() {
    stop(new IOException("closed: the client gave up what was under way"));
  }

  private void stop(Exception why) {
    if (stopped == null) {
      stopped = why;
      Runnable action = whenStopped;
      if (action != null) {
        action.run();
      }
    }
  }

  /** Ends it without a response. Nothing follows. */
  void fail() {
    synchronized (this) {
      Trial<T> last = trial;
      if (last != null) {
        if (last.state() == State.OPEN || last.state() == State.DECIDING) {
          last.state(State.OVER);
        }
        last.end(Outcome.CANCELLED);
      }
      RoutedRequest now = routed;
      if (now != null) {
        now.selection().end();
      }
    }
    finish(stopped == null ? failure() : Outcome.CANCELLED);
  }

  private Outcome failure() {
    return reached == null ? Outcome.NOT_SENT : Outcome.TIMED_OUT;
  }

  /** Counts it out. The first time counts. */
  void finish(Outcome outcome) {
    if (finished.compareAndSet(false, true)) {
      environment.openCalls().leave(this);
      if (environment.isRecorded()) {
        environment
            .recorder()
            .requestFinished(route, attempts, outcome, environment.since(startedAt));
      }
    }
  }
}
