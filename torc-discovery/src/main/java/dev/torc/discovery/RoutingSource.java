package dev.torc.discovery;

import dev.torc.config.Configuration;
import dev.torc.config.FileWatch;
import dev.torc.routing.RoutingConfig;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where a routing configuration comes from.
 *
 * <p>Each configuration is immutable and whole: who routes by it, as {@link
 * dev.torc.routing.Router#update} does, sees all of a change or nothing of it. A source that learns
 * things by and by, such as the addresses of a name in the DNS, the endpoints of a service in
 * Kubernetes or the resources of an xDS server, puts them together first; one that only knows
 * endpoints is made of another source, whose backends it gives other endpoints by {@link
 * dev.torc.routing.Backend#withEndpoints}. All of them keep the last good configuration when they
 * cannot get a new one.
 *
 * <p>Sources are safe for use by any number of threads.
 */
public interface RoutingSource extends AutoCloseable {

  /**
   * Gives the configuration of now, and from then on tells of every later one, one at a time, in
   * order; the first of these may come, in another thread, before this has returned. To be called
   * once.
   *
   * @param listener takes each later configuration, quickly; it may refuse one by an exception that
   *     is not an error, which then counts as if it had never been there
   * @throws dev.torc.config.ConfigurationException if there is none that can be used
   * @throws IllegalStateException if it was called before, or the source is closed
   */
  RoutingConfig start(Consumer<RoutingConfig> listener);

  /**
   * Ends it: the listener is not called any more. Waits for a call that is under way, unless that
   * call itself closes. Idempotent.
   */
  @Override
  void close();

  /** Always the same configuration. */
  static RoutingSource of(RoutingConfig fixed) {
    return new FixedSource(() -> fixed);
  }

  /**
   * What a file says when the source is started. Other sections of {@code torc.yaml} are not looked
   * at.
   *
   * @param file YAML or JSON
   */
  static RoutingSource file(Path file) {
    return new FixedSource(() -> Configuration.load(file, RoutingConfig.class));
  }

  /**
   * What a file says, now and after every change: a {@link FileWatch} that looks every quarter of a
   * second, in a daemon thread of its own, and logs problems.
   *
   * @param file YAML or JSON
   */
  static RoutingSource watching(Path file) {
    return watching(FileWatch.builder(file, RoutingConfig.class).build());
  }

  /**
   * What a file says, now and after every change.
   *
   * @param file YAML or JSON
   * @param listener hears of problems besides the log
   */
  static RoutingSource watching(Path file, FileWatch.Listener listener) {
    return watching(FileWatch.builder(file, RoutingConfig.class).listener(listener).build());
  }

  /**
   * What a file says, now and after every change, with other settings than the usual.
   *
   * @param watch one that was not started; it starts and ends with the source
   */
  static RoutingSource watching(FileWatch<RoutingConfig> watch) {
    return new WatchedFile(watch);
  }
}
