package dev.torc.cli.wineinfo;

import dev.torc.cli.load.LoadListener;
import dev.torc.cli.load.LoadPlan;
import dev.torc.cli.load.LoadReport;
import dev.torc.cli.load.LoadRun;
import dev.torc.cli.load.LoadTarget;
import dev.torc.cli.load.Pace;
import dev.torc.routing.Ticker;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

/** Performs acts, each with fresh replicas: ten visitors, who ask one query each. */
public final class Play {
  /** So long that on no machine it is what ends a request. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Pace.Closed pace;
  private final Ticker ticker;

  /**
   * A play.
   *
   * @param pace when each visitor asks
   * @param ticker the clock of the replicas' failures
   */
  public Play(Pace.Closed pace, Ticker ticker) {
    this.pace = pace;
    this.ticker = ticker;
  }

  /**
   * Sends each query once to replicas of its own, so that the JVM has loaded what acts need: on a
   * busy machine the first requests of the first act would else come seconds late.
   */
  public void rehearse() {
    perform(Act.FOUR_REPLICAS, new Pace.Closed(pace.period(), Duration.ZERO), LoadListener.NONE);
  }

  /**
   * Sends the requests of an act and waits for the last response.
   *
   * @param listener hears of each response
   */
  public ActReport perform(Act act, LoadListener listener) {
    return perform(act, pace, listener);
  }

  private ActReport perform(Act act, Pace when, LoadListener listener) {
    try (Wineinfo wineinfo = Wineinfo.start(act.policy(), act.replicas(), ticker)) {
      LoadTarget target =
          new LoadTarget(wineinfo.url(), "GET", List.of(), BodyPublishers.noBody(), TIMEOUT);
      LoadReport load = LoadRun.run(new LoadPlan(target, LoadPlan.WINES, when), listener);
      return new ActReport(act, load, wineinfo.logs());
    }
  }
}
