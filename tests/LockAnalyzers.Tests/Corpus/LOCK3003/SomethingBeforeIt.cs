// The preparation inside the try can throw before the lock is taken.
using System;
using System.Collections.Generic;
using System.IO;

namespace Preparation
{
    internal class Importer
    {
        private readonly FileStream _target;

        internal Importer(FileStream target)
        {
            _target = target;
        }

        internal int Import(string source)
        {
            try
            {
                byte[] bytes = File.ReadAllBytes(source);
                {|LOCK3003:_target.Lock(0, long.MaxValue)|};
                RandomAccess.Write(_target.SafeFileHandle, bytes, 0);
                return bytes.Length;
            }
            finally
            {
                _target.Unlock(0, long.MaxValue);
            }
        }
    }
}
