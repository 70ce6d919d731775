package dev.torc.cli.load;

import dev.torc.cli.engine.WaitingClock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan.
 *
 * <p>Every request is due at a time that is fixed beforehand, and its latency counts from then.
 * What the server does has no say in it: a generator that waits for a slow response before it sends
 * the next, and measures from there, leaves out the very requests that would have had to wait (Gil
 * Tene, "How NOT to Measure Latency"; his wrk2 measures as this class does).
 *
 * <p>{@link #stop} may be called by any thread, {@link #run()} once.
 */
public final class LoadRun {
  private final LoadPlan plan;
  private final LoadListener listener;
  private final WaitingClock clock = WaitingClock.system();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** A run that begins with {@link #run()}. */
  public LoadRun(LoadPlan plan, LoadListener listener) {
    this.plan = plan;
    this.listener = listener;
  }

  /**
   * Carries out a plan and waits for the last response.
   *
   * @return what was done; after an interrupt, which stays set, what was done until then
   */
  public static LoadReport run(LoadPlan plan, LoadListener listener) {
    return new LoadRun(plan, listener).run();
  }

  /**
   * Carries out the plan and waits for the last response.
   *
   * @return what was done; after {@link #stop} or an interrupt, which stays set, what was done
   *     until then
   */
  public LoadReport run() {
    Warmup.run(clock);
    try (HttpSender sender = new HttpSender(plan.target(), plan.values())) {
      long start = clock.nanoTime();
      Tally tally = new Tally(plan.values(), start, listener);
      listener.started();
      runAll(loops(start, new Exchange(sender, clock, tally)));
      return tally.report(clock.nanoTime());
    }
  }

  private List<? extends Callable<@Nullable Void>> loops(long start, Exchange exchange) {
    int values = plan.values().size();
    return switch (plan.pace()) {
      case Pace.Closed pace ->
          IntStream.range(0, values)
              .mapToObj(value -> new ClosedLoop(pace, value, start, clock, exchange))
              .toList();
      case Pace.Open pace -> List.of(new OpenLoop(pace, values, start, clock, exchange, threads));
    };
  }

  /** Ends when the loops have, and what they left to other threads. */
  private void runAll(List<? extends Callable<@Nullable Void>> loops) {
    try (threads) {
      for (Future<@Nullable Void> loop : threads.invokeAll(loops)) {
        loop.get();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (RejectedExecutionException | CancellationException e) {
      // Stopped before it began.
    } catch (ExecutionException e) {
      if (!threads.isShutdown()) {
        throw new IllegalStateException("a loop failed", e.getCause());
      }
    }
  }

  /** Ends the run soon: nothing more is sent, and what is under way is given up. */
  public void stop() {
    threads.shutdownNow();
  }
}
