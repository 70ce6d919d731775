/** Routes, backends and the choice of endpoints. */
module dev.torc.routing {
  requires transitive dev.torc.config;
  requires dev.torc.hash;
  requires re2j;
  requires static transitive org.jspecify;

  exports dev.torc.routing;

  opens dev.torc.routing to
      dev.torc.config;
}
