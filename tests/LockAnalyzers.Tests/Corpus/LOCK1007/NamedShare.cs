// A named argument.
using System;
using System.IO;
using System.Threading.Tasks;

namespace NamedShares;

public sealed class TokenLock
{
    public async Task HoldAsync(string tokenLockPath, Func<Task> body)
    {
        await using var lockStream = new FileStream(tokenLockPath, FileMode.Create, FileAccess.Write, share: {|LOCK1007:FileShare.ReadWrite | FileShare.Delete|}, bufferSize: 1, useAsync: false);
        await body();
    }
}
