package io.sentinelha.it.chaos;

import org.testcontainers.images.ImagePullPolicy;
import org.testcontainers.utility.DockerImageName;

/** Named in testcontainers.properties: an image that is not here fails the test at once. */
public final class NeverPull implements ImagePullPolicy {

  @Override
  public boolean shouldPull(DockerImageName image) {
    return false;
  }
}
