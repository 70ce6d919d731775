/** Where routing configurations come from. */
module dev.torc.discovery {
  requires transitive dev.torc.config;
  requires transitive dev.torc.routing;
  requires static transitive org.jspecify;

  exports dev.torc.discovery;
}
