package dev.torc.cli.admin;

import tools.jackson.databind.JsonNode;

/**
 * What a gateway answered.
 *
 * @param value what this version knows of it
 * @param json all of it, as it came
 */
public record Reply<T>(T value, JsonNode json) {}
