// Two local functions with their own using; only one unlocks.
using System;
using System.IO;

namespace Locals;

public sealed class Locals
{
    public int Run(string path, Func<int> body)
    {
        return Inner();

        int Inner()
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Lock(0, long.MaxValue);
            try
            {
                return body();
            }
            finally
            {
                file.Unlock(0, long.MaxValue);
            }
        }
    }

    public int RunOnce(string path, Func<int> body)
    {
        int Inner()
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            {|LOCK3006:file.Lock(0, long.MaxValue)|};
            return body();
        }

        return Inner();
    }
}
