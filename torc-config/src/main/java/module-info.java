/** Strict configuration files: YAML and JSON into records, once or after every change. */
module dev.torc.config {
  requires org.snakeyaml.engine;
  // Not static: without JSpecify at run time, reflection would see every component as required.
  requires transitive org.jspecify;

  exports dev.torc.config;
}
