/** Placement of keys on nodes by consistent hashing. */
module dev.torc.hash {
  requires com.dynatrace.hash4j;
  requires static transitive org.jspecify;

  exports dev.torc.hash;
}
