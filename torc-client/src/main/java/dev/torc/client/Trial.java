package dev.torc.client;

import dev.torc.client.Limits.Limit;
import dev.torc.routing.Attempt;
import dev.torc.routing.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request to one endpoint, from the choice of the endpoint to the end of the response's body.
 * It is the handler of the response, so that what is not for the caller never reaches his.
 *
 * <p>Its state is guarded by the call's lock.
 */
final class Trial<T> implements BodyHandler<T> {

  /** What is known so far. */
  enum State {
    /** Sent, no response yet. */
    OPEN,
    /** There is a response, and what it leads to is being found out. */
    DECIDING,
    /** The response is the caller's. */
    HIS,
    /** The response is discarded: the request is sent again, or another instead. */
    DISCARDED,
    /** It failed before there was a response for the caller. */
    OVER
  }

  private final Call<T> call;
  private final RoutedRequest routed;
  private final Attempt attempt;
  private final EndpointRequest request;
  private final @Nullable Limit limit;
  private final long startedAt;
  private final AtomicBoolean ended = new AtomicBoolean();

  private State state = State.OPEN;
  private Duration pause = Duration.ZERO;
  private @Nullable IOException problem;
  private @Nullable ResponseInfo info;
  private @Nullable Outcome broken;
  private Limits.@Nullable Kind reached;
  private boolean handedOver;

  /** Whether the body is complete as soon as there is one, and nobody watches it. */
  private boolean whole;

  Trial(
      Call<T> call, RoutedRequest routed, Attempt attempt, @Nullable Limit limit, long startedAt) {
    this.call = call;
    this.routed = routed;
    this.attempt = attempt;
    this.limit = limit;
    this.startedAt = startedAt;
    this.request = routed.to(attempt.endpoint().address(), limit == null ? null : limit.time());
  }

  RoutedRequest routed() {
    return routed;
  }

  Attempt attempt() {
    return attempt;
  }

  EndpointRequest request() {
    return request;
  }

  /** What its response has to begin within, null if nothing. */
  @Nullable Limit limit() {
    return limit;
  }

  long startedAt() {
    return startedAt;
  }

  State state() {
    return state;
  }

  void state(State next) {
    state = next;
  }

  /** Before the next attempt. */
  Duration pause() {
    return pause;
  }

  /** Gives the response up for another attempt. */
  void discard(Duration pauseBefore) {
    state = State.DISCARDED;
    pause = pauseBefore;
  }

  /** Gives the response up because what it asks for cannot be done. */
  void discard(IOException why) {
    state = State.DISCARDED;
    problem = why;
  }

  @Nullable IOException problem() {
    return problem;
  }

  @Nullable ResponseInfo info() {
    return info;
  }

  /** The limit that ended the body, null if none did. */
  Limits.@Nullable Kind reached() {
    return reached;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo response) {
    info = response;
    try {
      if (!call.isForCaller(this, response)) {
        return new DrainingSubscriber<>(call.environment().scheduler());
      }
      BodySubscriber<T> his = call.handler().apply(response);
      Limits limits = routed.limits();
      Limit forBody = limits == null ? null : limits.forBody(startedAt);
      if (forBody == null && TrackedSubscriber.isWhole(his)) {
        whole = true;
        return his;
      }
      return new TrackedSubscriber<>(this, his, forBody, call.environment().bodyTimer());
    } catch (RuntimeException | Error e) {
      // The caller's own code: the endpoint did answer.
      finish(Outcome.responded(response.statusCode()));
      throw e;
    }
  }

  /** Tells how it ended; the first time counts. */
  void end(Outcome outcome) {
    if (ended.compareAndSet(false, true)) {
      attempt.report(outcome);
      call.environment().attemptFinished(attempt, outcome, startedAt);
    }
  }

  private void finish(Outcome outcome) {
    end(outcome);
    call.finish(outcome);
  }

  /** The body is complete, or the caller does not want the rest. */
  void complete() {
    ResponseInfo response = info;
    if (response != null) {
      finish(Outcome.responded(response.statusCode()));
    }
  }

  /** The body broke off. */
  void broke(Outcome outcome) {
    synchronized (call) {
      if (!handedOver) {
        // Who drives the call is about to hear of it, and knows whether the caller gave up.
        broken = outcome;
        return;
      }
    }
    finish(outcome);
  }

  /** The time for the body is over. */
  void expired(Limits.Kind kind) {
    synchronized (call) {
      reached = kind;
    }
    broke(Outcome.TIMED_OUT);
  }

  /** The caller gets the response, maybe before its body is complete. */
  void handOver() {
    if (whole) {
      complete();
      return;
    }
    Outcome outcome;
    synchronized (call) {
      handedOver = true;
      outcome = broken;
    }
    if (outcome != null) {
      finish(outcome);
    }
  }

  /** How the body ended so far, null if nobody told. */
  @Nullable Outcome broken() {
    return broken;
  }
}
