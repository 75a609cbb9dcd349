package io.sentinelha.server.engine;

/** What the machine tells of this process. */
public interface Machine {

  /** Knows nothing. */
  Machine UNKNOWN =
      new Machine() {
        @Override
        public long residentBytes() {
          return 0;
        }

        @Override
        public long totalBytes() {
          return 0;
        }

        @Override
        public CpuTime process() {
          return new CpuTime(0, 0);
        }

        @Override
        public CpuTime thread() {
          return new CpuTime(0, 0);
        }
      };

  /** Microseconds of processor time. */
  record CpuTime(long user, long system) {}

  /** Memory that the process has; 0 if not known. */
  long residentBytes();

  /** Memory of the machine; 0 if not known. */
  long totalBytes();

  /** What the process has used. */
  CpuTime process();

  /** What the thread that asks has used. */
  CpuTime thread();
}
