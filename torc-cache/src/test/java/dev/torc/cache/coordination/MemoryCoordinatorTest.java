package dev.torc.cache.coordination;

/** The coordinator of a cache that is forgotten with its process. */
final class MemoryCoordinatorTest extends CoordinatorContract {
  @Override
  Coordinator open() {
    return Coordinator.inMemory();
  }
}
