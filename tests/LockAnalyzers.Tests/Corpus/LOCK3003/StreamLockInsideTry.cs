// FileStream.Lock throws when it is refused; Unlock then throws again and hides why.
using System;
using System.IO;
using System.Text;

namespace Streams;

public static class Greeting
{
    public static void Save(FileStream file, string text)
    {
        try
        {
            {|LOCK3003:file.Lock(0, long.MaxValue)|};
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            file.SetLength(bytes.Length);
            RandomAccess.Write(file.SafeFileHandle, bytes, 0);
        }
        finally
        {
            file.Unlock(0, long.MaxValue);
        }
    }
}
