// Inside a lambda, which is a body of its own.
using System;
using System.IO;

namespace Lambdas;

public static class Wrapping
{
    public static Action Wrap(FileStream file, Action body) => () =>
    {
        try
        {
            {|LOCK3003:file.Lock(0, long.MaxValue)|};
            body();
        }
        finally
        {
            file.Unlock(0, long.MaxValue);
        }
    };
}
