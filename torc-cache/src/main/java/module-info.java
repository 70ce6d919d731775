/** A cache sharded over Redis nodes. */
module dev.torc.cache {
  requires transitive dev.torc.config;
  requires transitive dev.torc.hash;
  requires transitive io.netty.transport;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.redis;
  requires jdk.jfr;
  requires transitive io.netty.common;
  requires static transitive org.jspecify;

  exports dev.torc.cache;
  exports dev.torc.cache.coordination;

  opens dev.torc.cache.coordination to
      dev.torc.config;
}
