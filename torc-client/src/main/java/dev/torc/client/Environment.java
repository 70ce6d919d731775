package dev.torc.client;

import dev.torc.routing.Attempt;
import dev.torc.routing.Outcome;
import dev.torc.routing.Router;
import dev.torc.routing.Ticker;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of a client share.
 *
 * @param sender the JDK's client, which knows endpoints alone
 * @param executor runs what follows a pause
 * @param clock tells what a date in Retry-After means
 * @param connectTimeout the sender's, null for none
 */
record Environment(
    Router router,
    HttpClient sender,
    OpenCalls openCalls,
    Executor executor,
    Scheduler scheduler,
    BodyTimer bodyTimer,
    Ticker ticker,
    InstantSource clock,
    ClientRecorder recorder,
    RedirectPolicy redirects,
    @Nullable Cookies cookies,
    @Nullable BasicAuthentication authentication,
    @Nullable Duration connectTimeout) {

  boolean isRecorded() {
    return !recorder.equals(ClientRecorder.NONE);
  }

  /** The time for the recorder, 0 if nobody records. */
  long recordedTime() {
    return isRecorded() ? ticker.read() : 0;
  }

  /** How long ago that was. */
  Duration since(long startedAt) {
    return Duration.ofNanos(ticker.read() - startedAt);
  }

  void attemptFinished(Attempt attempt, Outcome outcome, long startedAt) {
    if (isRecorded()) {
      recorder.attemptFinished(
          attempt.backend(), attempt.endpoint().address(), outcome, since(startedAt));
    }
  }
}
