package dev.torc.client;

import dev.torc.config.HostPort;
import dev.torc.routing.BackendId;
import dev.torc.routing.EndpointStatus;
import dev.torc.routing.Outcome;
import dev.torc.routing.Route;
import dev.torc.routing.RoutingConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what a client tells. */
final class Recorded implements ClientRecorder {
  private final List<Outcome> attempts = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<String> others = new CopyOnWriteArrayList<>();

  @Override
  public void attemptFinished(
      BackendId backend, HostPort endpoint, Outcome outcome, Duration time) {
    attempts.add(outcome);
  }

  @Override
  public void requestFinished(@Nullable Route route, int made, Outcome outcome, Duration time) {
    requests.add((route == null ? "none" : route.id()) + " " + made + " " + text(outcome));
  }

  private static String text(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.RESPONDED
        ? String.valueOf(outcome.status())
        : outcome.kind().toString();
  }

  @Override
  public void retried(BackendId backend, Outcome outcome, Duration pause) {
    pauses.add(pause);
  }

  @Override
  public void ejected(BackendId backend, HostPort endpoint, Duration time) {
    others.add("ejected " + backend + " " + endpoint + " " + time);
  }

  @Override
  public void returned(BackendId backend, HostPort endpoint) {
    others.add("returned " + backend + " " + endpoint);
  }

  @Override
  public void configured(RoutingConfig config) {
    others.add("configured " + config.backends().size());
  }

  @Override
  public void configurationRefused(RuntimeException problem) {
    others.add("refused " + problem.getClass().getSimpleName());
  }

  /** How the attempts ended, in order. */
  List<Outcome> attempts() {
    return attempts;
  }

  /** Route, attempts and outcome of each request. */
  List<String> requests() {
    return requests;
  }

  /** Before repetitions. */
  List<Duration> pauses() {
    return pauses;
  }

  /** What is not about a request. */
  List<String> others() {
    return others;
  }

  /** Requests under way at the endpoints of the shop. */
  static int active(TorcClient client) {
    return client.endpoints(Routings.SHOP).stream().mapToInt(EndpointStatus::active).sum();
  }
}
