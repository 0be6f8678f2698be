// The runtime's handle unlocks before it closes.
using System;
using FileLocking;

namespace ValidCode.LOCK3006;

public static class H
{
    public static void Do(string path, Action body)
    {
        using var held = new FileLock(path).Acquire();
        body();
    }
}
