package dev.torc.client;

import dev.torc.discovery.RoutingSource;
import dev.torc.routing.Randomness;
import dev.torc.routing.Router;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingListener;
import dev.torc.routing.Ticker;

/** A router, and the source that it follows. */
final class LiveRouting {
  private final Router router;
  private final RoutingSource source;
  private final ClientRecorder recorder;

  /** Whether the source told of something later than what it began with. Guarded by this. */
  private boolean isLater;

  private LiveRouting(Router router, RoutingSource source, ClientRecorder recorder) {
    this.router = router;
    this.source = source;
    this.recorder = recorder;
  }

  /** Routes by what the source has now, and from then on by what it tells. */
  static LiveRouting start(
      RoutingSource source,
      Ticker ticker,
      Randomness random,
      RoutingListener listener,
      ClientRecorder recorder) {
    Router router = new Router(RoutingConfig.EMPTY, ticker, random, listener);
    LiveRouting routing = new LiveRouting(router, source, recorder);
    try {
      routing.begin(source.start(routing::later));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    return routing;
  }

  private synchronized void begin(RoutingConfig config) {
    // The first change may be told in another thread before the beginning is here.
    if (!isLater) {
      router.update(config);
      recorder.configured(config);
    }
  }

  private synchronized void later(RoutingConfig config) {
    try {
      router.update(config);
    } catch (RuntimeException e) {
      recorder.configurationRefused(e);
      // The source keeps the last good one, and says so where its problems go.
      throw e;
    }
    isLater = true;
    recorder.configured(config);
  }

  Router router() {
    return router;
  }

  /** Follows the source no more. */
  void close() {
    source.close();
  }
}
