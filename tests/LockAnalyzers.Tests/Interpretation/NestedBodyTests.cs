using Xunit;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>Lambdas and local functions are bodies of their own, wherever they stand.</summary>
public sealed class NestedBodyTests
{
    [Fact]
    public Task An_exception_in_a_lambda_does_not_reach_the_try_it_is_written_in() =>
        Verify.AnalyzerAsync(
            """
            using System;
            using System.Runtime.InteropServices;

            class Journal
            {
                [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int operation);

                public Func<bool> Later(int fd)
                {
                    try
                    {
                        return () =>
                        {
                            Prepare();
                            if (flock(fd, 2) != 0)
                                return false;
                            return true;
                        };
                    }
                    finally
                    {
                        Prepare();
                    }
                }

                void Prepare() { }
            }
            """
        );
}
