package dev.torc.cli;

import dev.torc.config.Configuration;
import java.nio.file.Path;

/** The configuration file, or what holds without one. */
final class ConfigFile {
  private static final String DEFAULTS = "cache: {}";

  private ConfigFile() {}

  /**
   * Loads a file.
   *
   * @throws dev.torc.config.ConfigurationException with every problem and its position
   */
  static TorcConfig load(Path file) {
    return Configuration.load(file, TorcConfig.class);
  }

  /** Three embedded nodes, port 8000, admin port 8001, all on loopback. */
  static TorcConfig defaults() {
    return Configuration.parse(DEFAULTS, "defaults", TorcConfig.class);
  }
}
