// The loop fills the buffer; its last part leaves with the using, after the unlock.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Copies
{
    public static class Receiver
    {
        public static void Receive(Stream network, string path)
        {
            using var target = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 32768);
            target.Lock(0, long.MaxValue);
            try
            {
                target.SetLength(0);
                var chunk = new byte[1024];
                for (int n; (n = network.Read(chunk, 0, chunk.Length)) > 0;)
                    target.Write(chunk, 0, n);
            }
            finally
            {
                {|LOCK3009:target.Unlock(0, long.MaxValue)|};
            }
        }
    }
}
